// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/** PC-Nudge against backpropagation: Millidge et al. 2022, Figures 2 and 3. */
final class NudgingAgainstBackprop implements Experiment {
  private static final int[] HIDDEN = {128, 64};
  private static final int BATCH = 32;
  private static final double LAMBDA = 0.01;
  private static final double[] LAMBDAS = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1};
  private static final int EQUILIBRIUM_STEPS = 5_000;

  @Override
  public String id() {
    return "nudging";
  }

  @Override
  public String title() {
    return "PC-Nudge against backpropagation (Millidge et al. 2022, Figures 2 and 3)";
  }

  @Override
  public String claim() {
    return "The distance to backpropagation's gradient is proportional to lambda below .01; the"
        + " cosine stays above .999 in training.";
  }

  @Override
  public String xTitle() {
    return "lambda; for the cosine: training step";
  }

  @Override
  public String yTitle() {
    return "relative distance; 1 - cosine";
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
    return "784-128-64-10, ReLU, weights uniform within 1/sqrt(n_in), double; cosine: T = 50, gamma"
        + " = .3, lambda = .01, every 50th of "
        + steps(budget)
        + " steps of SGD at .01, batch 32; distance: one minibatch, gamma = .05, 5,000 inference"
        + " steps";
  }

  private static int steps(Budget budget) {
    return budget.choose(2, 500, 500);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<Measurement> all = new ArrayList<>(distances(images, progress));
    MultiLayerNetwork network = network(images);
    MultiLayerNetwork nudged = PredictiveCoding.attach(network, LearningRule.pcNudge(LAMBDA));
    ImageIterator iterator = ImageIterator.shuffled(images.train(), BATCH, DataType.DOUBLE, 1);
    for (int i = 1; i <= steps(budget); i++) {
      if (!iterator.hasNext()) {
        iterator.reset();
      }
      DataSet minibatch = iterator.next();
      if (i == 1 || i % 50 == 0) {
        double cosine =
            Transforms.cosineSim(
                gradient(network, LearningRule.pcNudge(LAMBDA), minibatch),
                gradient(network, LearningRule.zil(), minibatch));
        all.add(Measurement.of("1 - cosine in training", i, List.of(1.0 - cosine)));
        progress.done("step %d: cosine %.6f".formatted(i, cosine));
      }
      nudged.fit(minibatch);
    }
    return all;
  }

  private static List<Measurement> distances(ImageSplit images, Progress progress) {
    MultiLayerNetwork network = network(images);
    DataSet minibatch = ImageIterator.inOrder(images.train(), BATCH, DataType.DOUBLE).next();
    INDArray backprop = gradient(network, LearningRule.zil(), minibatch);
    List<Measurement> all = new ArrayList<>();
    for (double lambda : LAMBDAS) {
      LearningRule rule =
          LearningRule.pcNudge(lambda).withStepSize(0.05).withInferenceSteps(EQUILIBRIUM_STEPS);
      double distance =
          gradient(network, rule, minibatch).distance2(backprop)
              / backprop.norm2Number().doubleValue();
      all.add(Measurement.of("distance at equilibrium", lambda, List.of(distance)));
      progress.done("lambda %s: distance %.3g".formatted(lambda, distance));
    }
    return all;
  }

  private static MultiLayerNetwork network(ImageSplit images) {
    return PaperNets.smallMlp(images.train().shape(), HIDDEN, new Sgd(0.01), DataType.DOUBLE, 1);
  }

  private static INDArray gradient(
      MultiLayerNetwork network, LearningRule rule, DataSet minibatch) {
    return PredictiveCoding.gradient(PredictiveCoding.attach(network, rule), minibatch).gradient();
  }
}
