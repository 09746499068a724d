// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * DL4J's asynchronous prefetch, but for what happens when the source fails: DL4J's waits for ever
 * for a prefetch thread that has ended by an exception; this one gives the minibatches fetched
 * before, and then throws that exception.
 */
final class PrefetchingIterator extends AsyncDataSetIterator {
  private static final long serialVersionUID = 1L;

  /** How often the prefetch thread is looked after while it gives nothing. */
  private static final long PATIENCE_MILLIS = 100;

  /**
   * Starts prefetching.
   *
   * @param source read by a thread of its own
   * @param queueSize minibatches fetched ahead
   */
  PrefetchingIterator(DataSetIterator source, int queueSize) {
    super(source, queueSize, true);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the terminator is an empty data set like any other
  public boolean hasNext() {
    try {
      while (nextElement == null) {
        boolean ended = !thread.isAlive();
        nextElement = buffer.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (nextElement == null && ended) {
          throw throwable != null
              ? throwable
              : new IllegalStateException("the thread that reads the training data has ended");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted while it waited for data", e);
    }
    return nextElement != terminator;
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    DataSet next = nextElement;
    nextElement = null;
    return next;
  }

  /** Ends the prefetch thread and waits for its end, even if the calling thread is interrupted. */
  @Override
  public void shutdown() {
    boolean interrupted = Thread.interrupted();
    try {
      super.shutdown();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
