// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.examples.data.Images;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Few training data: Alonso et al. 2022, Figure 4. */
final class FewData implements Experiment {
  private static final int OF_A_CLASS = 10;
  private static final int TEST_BATCH = 500;
  private static final int[] HIDDEN = {500, 500};
  private static final int[] FEW = {8, 8};

  @Override
  public String id() {
    return "few-data";
  }

  @Override
  public String title() {
    return "Ten training images a class (Alonso et al. 2022, Figure 4)";
  }

  @Override
  public String claim() {
    return "With few data, the variants of IL are above backpropagation with SGD.";
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
    return "fashion-mnist";
  }

  @Override
  public String settings(Budget budget) {
    return "784-2x500-10, ReLU, softmax and cross-entropy, weights uniform within 1/sqrt(n_in), the"
        + " first 10 images of each class, batch 1, "
        + stops(budget).get(stops(budget).size() - 1)
        + " epochs, "
        + seeds(budget)
        + " seed(s), all test images; step sizes and learning rates of the authors' code, IL-prox:"
        + " alpha = 2.5, s = .25; backpropagation's update is computed by Z-IL, which equals it";
  }

  private static List<Integer> stops(Budget budget) {
    return budget.choose(List.of(1), List.of(1, 2, 3, 5, 7, 10), List.of(1, 2, 5, 10, 20, 50, 100));
  }

  private static int seeds(Budget budget) {
    return budget.choose(1, 1, 5);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    int[] chosen = chosen(images.train());
    List<Measurement> all = new ArrayList<>();
    for (Map.Entry<String, Contestant> entry : IlRules.single(2.5, 0.25, 0.25).entrySet()) {
      List<List<Double>> curves =
          Trials.seeds(
              entry.getKey(),
              seeds(budget),
              progress,
              seed -> curve(entry.getValue(), images, chosen, budget, seed));
      all.addAll(Measurement.line(entry.getKey(), stops(budget), curves, OptionalDouble.empty()));
    }
    return all;
  }

  private static int[] chosen(Images images) {
    int[] left = new int[Images.CLASSES];
    return IntStream.range(0, images.size())
        .filter(i -> left[images.label(i)]++ < OF_A_CLASS)
        .toArray();
  }

  private static List<Double> curve(
      Contestant contestant, ImageSplit images, int[] chosen, Budget budget, long seed) {
    int[] hidden = budget.choose(FEW, HIDDEN, HIDDEN);
    MultiLayerNetwork network =
        PaperNets.smallMlp(
            images.train().shape(), hidden, contestant.updater(), DataType.FLOAT, seed);
    MultiLayerNetwork trained = PredictiveCoding.attach(network, contestant.rule());
    List<Integer> stops = stops(budget).stream().map(epochs -> epochs * chosen.length).toList();
    return Trials.curve(
        trained,
        singles(images.train(), chosen, seed),
        stops,
        () ->
            100.0
                * network
                    .evaluate(ImageIterator.inOrder(images.test(), TEST_BATCH, DataType.FLOAT))
                    .accuracy());
  }

  /** The chosen images one by one, in an order that is drawn anew for each epoch. */
  private static Supplier<DataSet> singles(Images images, int[] chosen, long seed) {
    List<DataSet> data =
        new ArrayList<>(
            IntStream.range(0, chosen.length)
                .mapToObj(i -> images.batch(chosen, i, i + 1, DataType.FLOAT))
                .toList());
    Random random = new Random(seed);
    int[] next = {0};
    return () -> {
      if (next[0]++ % chosen.length == 0) {
        Collections.shuffle(data, random);
      }
      return data.get((next[0] - 1) % chosen.length);
    };
  }
}
