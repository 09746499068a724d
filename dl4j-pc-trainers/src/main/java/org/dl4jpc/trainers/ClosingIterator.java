// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training iterator with DL4J's asynchronous prefetch, whose thread ends when training does, also
 * by an exception.
 */
final class ClosingIterator implements AutoCloseable {
  private final DataSetIterator iterator;
  private final PrefetchingIterator prefetching;

  private ClosingIterator(DataSetIterator iterator, PrefetchingIterator prefetching) {
    this.iterator = iterator;
    this.prefetching = prefetching;
  }

  /**
   * Starts prefetching as DL4J does, where the iterator allows it.
   *
   * @param source the user's iterator
   * @return to be closed after training
   * @throws DL4JInvalidInputException if it has no minibatch
   */
  static ClosingIterator of(DataSetIterator source) {
    Checks.notNull("iterator", source);
    if (!source.hasNext() && source.resetSupported()) {
      source.reset();
    }
    if (!source.hasNext()) {
      throw new DL4JInvalidInputException(
          "illegal iterator: it is empty, must give at least one minibatch");
    }
    if (!source.asyncSupported()) {
      return new ClosingIterator(source, null);
    }
    int queue = Math.min(Nd4j.getAffinityManager().getNumberOfDevices() * 2, 2);
    PrefetchingIterator prefetching = new PrefetchingIterator(source, queue);
    return new ClosingIterator(prefetching, prefetching);
  }

  DataSetIterator iterator() {
    return iterator;
  }

  @Override
  public void close() {
    if (prefetching != null) {
      prefetching.shutdown();
    }
  }
}
