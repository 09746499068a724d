// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.InferenceDivergedException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Trains for a number of minibatches and measures. */
final class Trials {
  private static final int TEST_BATCH = 500;

  private Trials() {}

  /**
   * Repeats a trial with the seeds 1, 2, ….
   *
   * @param name of what is tried, for the progress
   * @param count of seeds
   * @param progress told of each curve
   * @param curve the trial with a seed
   * @return a curve for each seed
   */
  static List<List<Double>> seeds(
      String name, int count, Progress progress, LongFunction<List<Double>> curve) {
    List<List<Double>> curves = new ArrayList<>();
    for (int seed = 1; seed <= count; seed++) {
      List<Double> values = curve.apply(seed);
      curves.add(values);
      progress.done("%s, seed %d: %s".formatted(name, seed, values));
    }
    return curves;
  }

  /**
   * Trains and tests.
   *
   * @param trained what to call {@code fit} on: attached, or plain for DL4J's backpropagation
   * @param network the parameters' owner
   * @param images the data
   * @param batch images a minibatch
   * @param iterations minibatches; as many epochs as that takes, shuffled anew
   * @param seed of the shuffling
   * @return test accuracy in percent; NaN where inference or the parameters diverged
   */
  static double accuracy(
      MultiLayerNetwork trained,
      MultiLayerNetwork network,
      ImageSplit images,
      int batch,
      int iterations,
      long seed) {
    return curve(trained, network, images, batch, List.of(iterations), seed).get(0);
  }

  /**
   * Trains and tests on the way.
   *
   * @param trained what to call {@code fit} on
   * @param network the parameters' owner
   * @param images the data
   * @param batch images a minibatch
   * @param stops minibatches after which to test, ascending
   * @param seed of the shuffling
   * @return test accuracy in percent at each stop; NaN from where inference or the parameters
   *     diverged
   */
  static List<Double> curve(
      MultiLayerNetwork trained,
      MultiLayerNetwork network,
      ImageSplit images,
      int batch,
      List<Integer> stops,
      long seed) {
    Minibatches minibatches = new Minibatches(images.train(), batch, DataType.FLOAT, seed);
    return curve(
        trained,
        minibatches,
        stops,
        () ->
            100.0
                * network
                    .evaluate(ImageIterator.inOrder(images.test(), TEST_BATCH, DataType.FLOAT))
                    .accuracy());
  }

  /**
   * Trains and measures on the way.
   *
   * @param trained what to call {@code fit} on
   * @param minibatches to train on
   * @param stops minibatches after which to measure, ascending
   * @param measure of the network as it stands
   * @return its value at each stop; NaN from where inference or the parameters diverged
   */
  static List<Double> curve(
      MultiLayerNetwork trained,
      Supplier<DataSet> minibatches,
      List<Integer> stops,
      DoubleSupplier measure) {
    return curve(trained::fit, trained, minibatches, stops, measure);
  }

  /**
   * The same for a graph.
   *
   * @param trained what to call {@code fit} on
   * @param minibatches to train on
   * @param stops minibatches after which to measure, ascending
   * @param measure of the network as it stands
   * @return its value at each stop; NaN from where inference or the parameters diverged
   */
  static List<Double> curve(
      ComputationGraph trained,
      Supplier<DataSet> minibatches,
      List<Integer> stops,
      DoubleSupplier measure) {
    return curve(trained::fit, trained, minibatches, stops, measure);
  }

  private static List<Double> curve(
      Consumer<DataSet> fit,
      Model trained,
      Supplier<DataSet> minibatches,
      List<Integer> stops,
      DoubleSupplier measure) {
    List<Double> values = new ArrayList<>();
    int done = 0;
    try {
      for (int stop : stops) {
        for (; done < stop; done++) {
          fit.accept(minibatches.get());
        }
        if (!Double.isFinite(trained.params().sumNumber().doubleValue())) {
          break;
        }
        values.add(measure.getAsDouble());
      }
    } catch (InferenceDivergedException e) {
      // what is missing below stands for it
    }
    values.addAll(Collections.nCopies(stops.size() - values.size(), Double.NaN));
    return values;
  }
}
