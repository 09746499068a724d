// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;

/** Inference learning against backpropagation: Alonso et al. 2022, Table 2. */
final class InferenceLearning implements Experiment {
  private static final int POINTS = 5;
  private static final int[] PAPER_HIDDEN = {1024, 1024, 1024};
  private static final int[] HIDDEN = {256, 256, 256};
  private static final int[] FEW = {8, 8, 8};

  private final boolean single;
  private final Map<String, Double> paper;

  /**
   * Chooses the part of the table.
   *
   * @param single batch 1, or batch 64
   */
  InferenceLearning(boolean single) {
    this.single = single;
    this.paper =
        single
            ? paper(36.8, 42.1, 43.9, 42.1, 43.0, 40.7, 42.8)
            : paper(57.0, 56.5, 46.9, 49.8, 46.1, 54.1, 55.6);
  }

  private static Map<String, Double> paper(
      double bp,
      double bpAdam,
      double il,
      double ilProx,
      double fast,
      double ilAdam,
      double ilProxAdam) {
    return Map.of(
        IlRules.BP, bp,
        IlRules.BP_ADAM, bpAdam,
        IlRules.IL, il,
        IlRules.IL_PROX, ilProx,
        IlRules.FAST, fast,
        IlRules.IL_ADAM, ilAdam,
        IlRules.IL_PROX_ADAM, ilProxAdam);
  }

  @Override
  public String id() {
    return single ? "il-batch-1" : "il-batch-64";
  }

  @Override
  public String title() {
    return "Inference learning against backpropagation, batch "
        + batch()
        + ", CIFAR-10 (Alonso et al. 2022, Table 2)";
  }

  @Override
  public String claim() {
    return single
        ? "With one example at a time and one epoch, IL and its variants learn faster than"
            + " backpropagation with SGD (36.8 %) and about as fast as with Adam (42.1 %)."
        : "At batch 64 backpropagation (57.0 %) is ahead of IL (46.9 %) and IL-prox (49.8 %); with"
            + " Adam they are nearly level (54.1 and 55.6 %).";
  }

  @Override
  public String xTitle() {
    return "training images seen";
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
    return "3072-3x"
        + hidden(budget)[0]
        + "-10 (the paper: 3x1024), ReLU, softmax and cross-entropy, weights uniform within"
        + " 1/sqrt(n_in), batch "
        + batch()
        + ", "
        + (single
            ? "one epoch of at most " + most(budget) + " training images, "
            : epochs(budget) + " epoch(s) of the training images given, ")
        + seeds(budget)
        + " seed(s); step sizes and learning rates of the authors' code, IL-prox: alpha = 100,"
        + (single ? " s = 1, 5 for its fast form and with Adam" : " s = 5")
        + "; backpropagation's update is computed by Z-IL, which equals it";
  }

  private int batch() {
    return single ? 1 : 64;
  }

  private static int[] hidden(Budget budget) {
    return budget.choose(FEW, HIDDEN, PAPER_HIDDEN);
  }

  private static int epochs(Budget budget) {
    return budget.choose(1, 5, 45);
  }

  private static int most(Budget budget) {
    return budget.choose(5, 3_000, 50_000);
  }

  private static int seeds(Budget budget) {
    return budget.choose(1, 1, 3);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    int perEpoch = (images.train().size() + batch() - 1) / batch();
    int most = single ? Math.min(most(budget), perEpoch) : perEpoch * epochs(budget);
    List<Integer> stops =
        IntStream.rangeClosed(1, POINTS).map(i -> most * i / POINTS).boxed().toList();
    List<Integer> seen = stops.stream().map(stop -> stop * batch()).toList();
    List<Measurement> all = new ArrayList<>();
    rules()
        .forEach(
            (name, contestant) -> {
              List<List<Double>> curves =
                  Trials.seeds(
                      name,
                      seeds(budget),
                      progress,
                      seed -> curve(contestant, images, budget, stops, seed));
              all.addAll(Measurement.line(name, seen, curves, OptionalDouble.of(paper.get(name))));
            });
    return all;
  }

  private Map<String, Contestant> rules() {
    return single ? IlRules.single(100.0, 1.0, 5.0) : IlRules.batch(100.0, 5.0);
  }

  private List<Double> curve(
      Contestant contestant, ImageSplit images, Budget budget, List<Integer> stops, long seed) {
    MultiLayerNetwork network =
        PaperNets.smallMlp(
            images.train().shape(), hidden(budget), contestant.updater(), DataType.FLOAT, seed);
    MultiLayerNetwork trained = PredictiveCoding.attach(network, contestant.rule());
    return Trials.curve(trained, network, images, batch(), stops, seed);
  }
}
