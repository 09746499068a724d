// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.Images;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** One algorithm in a comparison: its network and what was measured. */
final class Contender {

  private static final double NANOS_A_MILLI = 1e6;
  private static final double SMOOTHING = .9;
  private static final int SMOOTHED_STEPS = 50;
  private static final int TEST_BATCH = 250;

  private final Algorithm algorithm;
  private final MultiLayerNetwork network;
  private final MultiLayerNetwork trainer;
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> millis = new ArrayList<>();
  private final List<Double> accuracies = new ArrayList<>();
  private List<Integer> predictions = List.of();

  Contender(Algorithm algorithm, MultiLayerNetwork network, RunSettings settings) {
    this.algorithm = algorithm;
    this.network = network;
    this.trainer = algorithm.attach(network, settings);
  }

  Algorithm algorithm() {
    return algorithm;
  }

  /** {@return the network that {@code fit} is called on} */
  MultiLayerNetwork trainer() {
    return trainer;
  }

  /** Trains on a minibatch and takes the time, until a GPU, if there is one, has finished too. */
  void step(DataSet batch) {
    long start = System.nanoTime();
    trainer.fit(batch);
    Nd4j.getExecutioner().commit();
    millis.add((System.nanoTime() - start) / NANOS_A_MILLI);
    losses.add(trainer.score());
  }

  /** Classifies the test images. */
  void test(Images images) {
    List<Integer> predicted = new ArrayList<>(images.size());
    ImageIterator batches = ImageIterator.inOrder(images, TEST_BATCH, network.params().dataType());
    while (batches.hasNext()) {
      int[] classes = network.output(batches.next().getFeatures()).argMax(1).toIntVector();
      IntStream.of(classes).forEach(predicted::add);
    }
    predictions = predicted;
    long right =
        IntStream.range(0, images.size()).filter(i -> predicted.get(i) == images.label(i)).count();
    accuracies.add((double) right / images.size());
  }

  Progress.Standing standing() {
    List<Double> last = losses.subList(Math.max(0, losses.size() - SMOOTHED_STEPS), losses.size());
    List<Double> smoothed = Statistics.smooth(last, SMOOTHING);
    return new Progress.Standing(
        algorithm, smoothed.get(smoothed.size() - 1), accuracies.get(accuracies.size() - 1));
  }

  /**
   * Sums up.
   *
   * @param backprop the contender to compare with, if it ran; its steps were taken beside these
   */
  Result result(Optional<Contender> backprop) {
    return new Result(
        algorithm, losses, accuracies, Statistics.median(millis), backprop.map(this::versus));
  }

  private Result.Versus versus(Contender backprop) {
    List<Double> ratios =
        IntStream.range(0, millis.size())
            .mapToObj(i -> millis.get(i) / backprop.millis.get(i))
            .toList();
    int same =
        (int)
            IntStream.range(0, predictions.size())
                .filter(i -> predictions.get(i).equals(backprop.predictions.get(i)))
                .count();
    return new Result.Versus(Statistics.median(ratios), distance(backprop), same);
  }

  private double distance(Contender backprop) {
    INDArray own = network.params().castTo(DataType.DOUBLE);
    INDArray other = backprop.network.params().castTo(DataType.DOUBLE);
    return own.sub(other).norm2Number().doubleValue() / other.norm2Number().doubleValue();
  }
}
