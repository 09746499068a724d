// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;

/** Minibatches from memory that DL4J prefetches asynchronously, as if they came from a disk. */
final class PrefetchedBatches extends ExistingDataSetIterator {
  private static final long serialVersionUID = 1L;

  /**
   * Wraps minibatches.
   *
   * @param batches whose iterator may fail or block
   */
  PrefetchedBatches(Iterable<DataSet> batches) {
    super(batches);
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }
}
