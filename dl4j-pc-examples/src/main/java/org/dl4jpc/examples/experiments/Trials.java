// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.examples.data.Images;
import org.dl4jpc.trainers.InferenceDivergedException;
import org.nd4j.linalg.api.buffer.DataType;

/** Trains for a number of minibatches and measures. */
final class Trials {
  private static final int TEST_BATCH = 500;

  private Trials() {}

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
    try {
      train(trained, images.train(), batch, iterations, seed);
    } catch (InferenceDivergedException e) {
      return Double.NaN;
    }
    if (!Double.isFinite(network.params().sumNumber().doubleValue())) {
      return Double.NaN;
    }
    return 100.0
        * network
            .evaluate(ImageIterator.inOrder(images.test(), TEST_BATCH, DataType.FLOAT))
            .accuracy();
  }

  private static void train(
      MultiLayerNetwork trained, Images images, int batch, int iterations, long seed) {
    ImageIterator iterator = ImageIterator.shuffled(images, batch, DataType.FLOAT, seed);
    for (int i = 0; i < iterations; i++) {
      if (!iterator.hasNext()) {
        iterator.reset();
      }
      trained.fit(iterator.next());
    }
  }
}
