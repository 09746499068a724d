// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.ImageShape;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.examples.data.Images;
import org.dl4jpc.trainers.InferenceDivergedException;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains the same configuration from the same weights on the same minibatches by each algorithm.
 *
 * <p>The algorithms take turns at every minibatch, and who goes first rotates, so that a machine
 * that slows down slows them all.
 */
public final class Comparison {

  private static final int TRACED_IMAGES = 100;

  private final RunSettings settings;
  private final ImageSplit data;
  private final List<Contender> contenders = new ArrayList<>();

  private Comparison(RunSettings settings, ImageSplit data) {
    this.settings = settings;
    this.data = data;
    ImageShape shape = data.train().shape();
    for (Algorithm algorithm : settings.algorithms()) {
      MultiLayerNetwork network = new MultiLayerNetwork(LeNet.configuration(shape, settings));
      network.init();
      contenders.add(new Contender(algorithm, network, settings));
    }
  }

  /**
   * Sets a comparison up.
   *
   * @param settings of the run
   * @param data to train and to test on
   * @return the comparison, to be run once
   * @throws IllegalArgumentException if the images are too small for the network
   */
  public static Comparison of(RunSettings settings, ImageSplit data) {
    return new Comparison(settings, data);
  }

  /**
   * Trains and tests.
   *
   * @param progress hears of each step
   * @return what came out
   * @throws InferenceDivergedException if the energy of an inference grows without bound
   */
  public ComparisonOutcome run(Progress progress) {
    final long start = System.nanoTime();
    ImageIterator batches =
        ImageIterator.shuffled(
            data.train(), settings.batch(), settings.dataType(), settings.seed());
    contenders.forEach(contender -> contender.test(data.test()));
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      train(epoch, batches, progress);
      batches.reset();
    }
    Optional<Contender> backprop = find(Algorithm.BACKPROP);
    return new ComparisonOutcome(
        contenders.stream().map(contender -> contender.result(backprop)).toList(),
        find(Algorithm.IL).map(this::trace),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private void train(int epoch, ImageIterator batches, Progress progress) {
    for (int step = 1; step <= batches.batches(); step++) {
      DataSet batch = batches.next();
      for (int turn = 0; turn < contenders.size(); turn++) {
        contenders.get((turn + step) % contenders.size()).step(batch);
      }
      if (step == batches.batches()) {
        contenders.forEach(contender -> contender.test(data.test()));
      }
      List<Progress.Standing> standings = contenders.stream().map(Contender::standing).toList();
      progress.update(
          new Progress.State(epoch, settings.epochs(), step, batches.batches(), standings));
    }
  }

  private Optional<Contender> find(Algorithm algorithm) {
    return contenders.stream().filter(c -> c.algorithm() == algorithm).findFirst();
  }

  private EnergyTrace trace(Contender contender) {
    Images test = data.test();
    DataSet batch =
        ImageIterator.inOrder(test, Math.min(TRACED_IMAGES, test.size()), settings.dataType())
            .next();
    return EnergyTrace.of(PredictiveCoding.infer(contender.trainer(), batch), batch.numExamples());
  }
}
