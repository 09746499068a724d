// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.InferenceSchedule;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.dl4jpc.trainers.StepSizes;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What inference is for: the proximal objective ℒ(θ⁺) + ‖θ⁺ − θ‖² / 2α of the weights θ⁺ that a
 * step from the present state would give (Alonso et al. 2022, Figure 2; Alonso et al. 2023, Figure
 * 1).
 */
final class ProximalDescent implements Experiment {
  private static final int[] HIDDEN = {256, 256};
  private static final double[] ALPHAS = {0.1, 1.0, 10.0};
  private static final double COMPARED = 1.0;
  private static final double STEP_SIZE = 0.05;

  @Override
  public String id() {
    return "proximal";
  }

  @Override
  public String title() {
    return "The proximal objective during inference (Alonso et al. 2022, Figure 2; 2023, Figure 1)";
  }

  @Override
  public String claim() {
    return "The longer inference runs before the weights change, the lower the proximal objective"
        + " of the change, whether inference is simultaneous or sequential.";
  }

  @Override
  public String xTitle() {
    return "inference steps T";
  }

  @Override
  public String yTitle() {
    return "objective / loss before";
  }

  @Override
  public String dataSet() {
    return "fashion-mnist";
  }

  @Override
  public String settings(Budget budget) {
    return "784-2x256-10, ReLU, softmax and cross-entropy, double, IL-prox with gamma = .05 and no"
        + " stabiliser; one step from the initial weights on each of "
        + images(budget)
        + " single images: mean of L(new weights) + (way of the weights)^2 / 2 alpha, over the mean"
        + " of L(old weights)";
  }

  private static int images(Budget budget) {
    return budget.choose(1, 20, 100);
  }

  private static List<Integer> steps(Budget budget) {
    return budget.choose(List.of(1, 2), List.of(1, 2, 3, 5, 8, 12, 18, 25, 40, 60), steps(100));
  }

  private static List<Integer> steps(int most) {
    return IntStream.rangeClosed(1, most).boxed().toList();
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<Measurement> all = new ArrayList<>();
    for (double alpha : ALPHAS) {
      for (Map.Entry<String, LearningRule> rule : rules(alpha).entrySet()) {
        for (int steps : steps(budget)) {
          LearningRule longer = rule.getValue().withInferenceSteps(steps);
          double objective = objective(longer, alpha, images, budget);
          all.add(Measurement.of(rule.getKey(), steps, List.of(objective)));
          progress.done("%s, T = %d: %.5f".formatted(rule.getKey(), steps, objective));
        }
      }
    }
    return all;
  }

  private static Map<String, LearningRule> rules(double alpha) {
    LearningRule simultaneous = LearningRule.ilProx(alpha).withStepSize(STEP_SIZE);
    LearningRule sequential =
        LearningRule.of(
                InferenceSchedule.sequential(1, StepSizes.of(STEP_SIZE)),
                simultaneous.output(),
                simultaneous.weightRule(),
                simultaneous.timing())
            .withNodePlacement(simultaneous.nodePlacement())
            .withUpdater(new Sgd(1.0));
    Map<String, LearningRule> rules = new LinkedHashMap<>();
    rules.put("alpha = %s, simultaneous".formatted(alpha), simultaneous);
    if (alpha == COMPARED) {
      rules.put("alpha = %s, sequential".formatted(alpha), sequential);
    }
    return rules;
  }

  private static double objective(
      LearningRule rule, double alpha, ImageSplit images, Budget budget) {
    MultiLayerNetwork network =
        PaperNets.smallMlp(images.train().shape(), HIDDEN, new Sgd(1.0), DataType.DOUBLE, 1);
    MultiLayerNetwork trained = PredictiveCoding.attach(network, rule);
    INDArray start = network.params().dup();
    Minibatches minibatches = new Minibatches(images.train(), 1, DataType.DOUBLE, 1);
    double objective = 0.0;
    double before = 0.0;
    for (int i = 0; i < images(budget); i++) {
      DataSet image = minibatches.get();
      network.params().assign(start);
      before += network.score(image, false);
      trained.fit(image);
      double way = network.params().distance2(start);
      objective += network.score(image, false) + way * way / (2.0 * alpha);
    }
    return objective / before;
  }
}
