// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.function.Supplier;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.Images;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Minibatches without end: the images are shuffled anew when they are used up. */
final class Minibatches implements Supplier<DataSet> {
  private final ImageIterator iterator;

  /**
   * Shuffles.
   *
   * @param images the data
   * @param batch images a minibatch
   * @param type of the arrays
   * @param seed of the shuffling
   */
  Minibatches(Images images, int batch, DataType type, long seed) {
    this.iterator = ImageIterator.shuffled(images, batch, type, seed);
  }

  /** {@return the next minibatch; the last one of an epoch may be smaller} */
  @Override
  public DataSet get() {
    if (!iterator.hasNext()) {
      iterator.reset();
    }
    return iterator.next();
  }
}
