// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The direction of updates in training, against backpropagation's: Millidge et al. 2022, Figure 2
 * of "Backpropagation at the infinitesimal inference limit" and Figure 4 of "A theoretical
 * framework for inference and learning".
 */
final class CosineToBackprop implements Experiment {
  private static final int[] HIDDEN = {128, 64};
  private static final int BATCH = 32;
  private static final int EVERY = 50;

  @Override
  public String id() {
    return "cosine";
  }

  @Override
  public String title() {
    return "Updates against backpropagation's in training (Millidge et al. 2022, both papers)";
  }

  @Override
  public String claim() {
    return "PC-Nudge at lambda = .01 keeps a cosine above .999 to backpropagation (1 - cosine below"
        + " .001). Predictive coding at its equilibrium, lambda = 1, keeps one above .9 (below .1)"
        + " that does not tend to 1.";
  }

  @Override
  public String xTitle() {
    return "training step";
  }

  @Override
  public String yTitle() {
    return "largest 1 - cosine of the steps since the last point";
  }

  @Override
  public String dataSet() {
    return "fashion-mnist";
  }

  @Override
  public boolean isLogarithmic() {
    return true;
  }

  @Override
  public String settings(Budget budget) {
    return "784-128-64-10, weights uniform within 1/sqrt(n_in), double, SGD, batch 32, "
        + steps(budget)
        + " training steps by the rule itself; PC-Nudge: lambda = .01, T = 50, gamma = .3,"
        + " learning rate .01; predictive coding: clamped, T = 200, gamma = .1, learning rate .1";
  }

  private static int steps(Budget budget) {
    return budget.choose(2, 500, 5_000);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<Measurement> all = new ArrayList<>();
    contestants()
        .forEach(
            (name, contestant) -> all.addAll(train(name, contestant, images, budget, progress)));
    return all;
  }

  private static Map<String, Contestant> contestants() {
    LearningRule nudge = LearningRule.pcNudge(0.01);
    LearningRule equilibrium = LearningRule.il().withInferenceSteps(200).withStepSize(0.1);
    Map<String, Contestant> all = new LinkedHashMap<>();
    all.put("PC-Nudge, tanh", new Contestant(nudge, Activation.TANH, 0.01, 0.001));
    all.put("PC-Nudge, ReLU", new Contestant(nudge, Activation.RELU, 0.01, 0.001));
    all.put(
        "predictive coding, lambda = 1, ReLU",
        new Contestant(equilibrium, Activation.RELU, 0.1, 0.1));
    return all;
  }

  private static List<Measurement> train(
      String name, Contestant contestant, ImageSplit images, Budget budget, Progress progress) {
    MultiLayerNetwork network = contestant.network(images);
    LearningRule rule = contestant.rule;
    MultiLayerNetwork trained = PredictiveCoding.attach(network, rule);
    Minibatches minibatches = new Minibatches(images.train(), BATCH, DataType.DOUBLE, 1);
    List<Measurement> all = new ArrayList<>();
    double farthest = 0.0;
    for (int i = 1; i <= steps(budget); i++) {
      DataSet minibatch = minibatches.get();
      double cosine =
          Transforms.cosineSim(
              Inferences.gradient(network, rule, minibatch),
              Inferences.backpropagation(network, minibatch));
      farthest = Math.max(farthest, 1.0 - cosine);
      if (i % EVERY == 0 || i == steps(budget)) {
        all.add(new Measurement(name, i, List.of(farthest), OptionalDouble.of(contestant.paper)));
        progress.done("%s, to step %d: cosine at least %.6f".formatted(name, i, 1.0 - farthest));
        farthest = 0.0;
      }
      trained.fit(minibatch);
    }
    return all;
  }

  /**
   * A rule, the network's activation and learning rate, and 1 - cosine that the paper keeps below.
   */
  private record Contestant(
      LearningRule rule, Activation activation, double learningRate, double paper) {

    MultiLayerNetwork network(ImageSplit images) {
      return PaperNets.smallMlp(
          images.train().shape(), HIDDEN, activation, new Sgd(learningRate), DataType.DOUBLE, 1);
    }
  }
}
