// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;

/** Minibatches as an iterator that may be read ahead, and may fail. */
final class Batches extends ExistingDataSetIterator {
  private static final long serialVersionUID = 1L;

  private Batches(Iterable<DataSet> batches) {
    super(batches);
  }

  static Batches of(List<DataSet> batches) {
    return new Batches(batches);
  }

  /** Throws instead of giving a minibatch. */
  static Batches failingAt(int batch, List<DataSet> batches) {
    return new Batches(
        () -> {
          Iterator<DataSet> all = batches.iterator();
          int[] given = {0};
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return all.hasNext();
            }

            @Override
            public DataSet next() {
              if (given[0]++ == batch) {
                throw new IllegalStateException("the disk is gone");
              }
              return all.next();
            }
          };
        });
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }
}
