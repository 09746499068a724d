// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.OutputMode;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** Sequential inference and MQ at batch 64: Alonso et al. 2023, Table 2. */
final class UpdateEqualization implements Experiment {
  private static final int BATCH = 64;
  private static final int TEST_BATCH = 500;
  private static final double MEAN = 0.47;
  private static final double DEVIATION = 0.25;
  private static final int[] PAPER_WIDTHS = {64, 128, 256};
  private static final int[] PAPER_HIDDEN = {1024, 1024, 1024};

  private final boolean convolutional;

  /**
   * Chooses the network.
   *
   * @param convolutional the small convolutional net, or the MLP
   */
  UpdateEqualization(boolean convolutional) {
    this.convolutional = convolutional;
  }

  @Override
  public String id() {
    return convolutional ? "mq-conv" : "mq-mlp";
  }

  @Override
  public String title() {
    return "SeqIL and MQ at batch 64, "
        + (convolutional ? "convolutional net" : "MLP")
        + ", CIFAR-10 (Alonso et al. 2023, Table 2)";
  }

  @Override
  public String claim() {
    return convolutional
        ? "SeqIL alone is far below backpropagation (50.7 against 67.8 %), MQ brings it level"
            + " (67.5)."
        : "SeqIL-MQ is at least level with backpropagation (57.7 against 56.6 %; SeqIL 54.2).";
  }

  @Override
  public String xTitle() {
    return "epoch";
  }

  @Override
  public String yTitle() {
    return "test accuracy (%)";
  }

  @Override
  public String dataSet() {
    return "cifar10";
  }

  @Override
  public String settings(Budget budget) {
    return (convolutional ? "C64-5s2, C128-5s2, C256-3s2, FC10" : "3072-3x1024-10")
        + ", ReLU, softmax and cross-entropy, batch 64, "
        + epochs(budget)
        + " epochs, "
        + seeds(budget)
        + " seed(s); SGD with the authors' learning rates; T = 3, gamma = "
        + (convolutional ? ".04" : ".05")
        + "/(1+t), soft clamp 1/101; weights uniform within 1/sqrt(n_in), as the authors' library"
        + " draws them; images less their mean, over their deviation; backpropagation's update is"
        + " computed by Z-IL, which equals it";
  }

  private static int epochs(Budget budget) {
    return budget.choose(1, 4, 8);
  }

  private static int seeds(Budget budget) {
    return budget.choose(1, 1, 3);
  }

  private Map<String, Contestant> contestants() {
    LearningRule seqIl =
        LearningRule.seqIl().withStepSize(convolutional ? 0.04 : 0.05).withOutput(soft());
    LearningRule mq =
        LearningRule.seqIlMq(convolutional ? 2.2e-4 : 3e-5)
            .withStepSize(convolutional ? 0.04 : 0.05)
            .withOutput(soft());
    Map<String, Contestant> all = new LinkedHashMap<>();
    all.put(
        "backpropagation",
        new Contestant(
            LearningRule.zil(),
            new Sgd(convolutional ? 0.014 : 0.01),
            convolutional ? 67.8 : 56.6));
    all.put(
        "SeqIL",
        new Contestant(seqIl, new Sgd(convolutional ? 0.5 : 0.75), convolutional ? 50.7 : 54.2));
    all.put("SeqIL-MQ", new Contestant(mq, new Sgd(1.0), convolutional ? 67.5 : 57.7));
    all.put(
        "SeqIL-Adam",
        new Contestant(
            seqIl, new Adam(convolutional ? 7.5e-5 : 3e-5), convolutional ? 59.7 : 56.2));
    return all;
  }

  private static OutputMode soft() {
    return OutputMode.soft(1.0 / 101.0);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<Measurement> all = new ArrayList<>();
    contestants()
        .forEach(
            (name, contestant) -> {
              List<List<Double>> curves =
                  Trials.seeds(
                      name,
                      seeds(budget),
                      progress,
                      seed -> curve(contestant, images, budget, seed));
              all.addAll(measurements(name, contestant, curves, epochs(budget)));
            });
    return all;
  }

  /** Accuracy after every epoch; and each seed's best, as curves at these learning rates jump. */
  private static List<Measurement> measurements(
      String name, Contestant contestant, List<List<Double>> curves, int epochs) {
    List<Integer> all = IntStream.rangeClosed(1, epochs).boxed().toList();
    List<Measurement> found =
        new ArrayList<>(Measurement.line(name, all, curves, OptionalDouble.empty()));
    found.add(
        new Measurement(
            name + ", best epoch",
            epochs,
            curves.stream().map(Collections::max).toList(),
            OptionalDouble.of(contestant.paper)));
    return found;
  }

  private List<Double> curve(Contestant contestant, ImageSplit images, Budget budget, long seed) {
    MultiLayerNetwork network = network(contestant.updater, images, budget, seed);
    MultiLayerNetwork attached = PredictiveCoding.attach(network, contestant.rule);
    int iterations = (images.train().size() + BATCH - 1) / BATCH;
    List<Double> accuracies = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs(budget); epoch++) {
      long shuffle = 1000 * seed + epoch;
      ImageIterator batches =
          standardised(ImageIterator.shuffled(images.train(), BATCH, DataType.FLOAT, shuffle));
      accuracies.addAll(
          Trials.curve(
              attached, batches::next, List.of(iterations), () -> accuracy(network, images)));
    }
    return accuracies;
  }

  private static double accuracy(MultiLayerNetwork network, ImageSplit images) {
    return 100.0
        * network
            .evaluate(
                standardised(ImageIterator.inOrder(images.test(), TEST_BATCH, DataType.FLOAT)))
            .accuracy();
  }

  /** Values of CIFAR-10 between 0 and 1 have about this mean and deviation. */
  private static ImageIterator standardised(ImageIterator iterator) {
    iterator.setPreProcessor(batch -> batch.getFeatures().subi(MEAN).divi(DEVIATION));
    return iterator;
  }

  private MultiLayerNetwork network(IUpdater updater, ImageSplit images, Budget budget, long seed) {
    if (convolutional) {
      int[] widths = budget.choose(new int[] {4, 4, 4}, PAPER_WIDTHS, PAPER_WIDTHS);
      return PaperNets.convolutional(images.train().shape(), widths, updater, seed);
    }
    int[] hidden = budget.choose(new int[] {8, 8, 8}, PAPER_HIDDEN, PAPER_HIDDEN);
    return PaperNets.uniformMlp(images.train().shape(), hidden, updater, DataType.FLOAT, seed);
  }

  /** A rule, the configuration's updater, and the paper's accuracy. */
  private record Contestant(LearningRule rule, IUpdater updater, double paper) {}
}
