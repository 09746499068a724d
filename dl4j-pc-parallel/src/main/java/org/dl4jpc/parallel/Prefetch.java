// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads minibatches ahead on a thread of its own. Unlike DL4J's asynchronous iterators it puts them
 * into no workspace, whose ring of buffers would be overwritten while several workers train, and
 * passes on what the source throws, after the minibatches before it.
 *
 * @param <T> class of the minibatches
 */
final class Prefetch<T> implements Iterator<T>, AutoCloseable {
  private final Iterator<? extends T> source;
  private final BlockingQueue<Fetched<T>> fetched;
  private final Thread thread;
  private Fetched<T> next;

  /**
   * One thing that the source gave: a minibatch, its end (neither), or a failure.
   *
   * @param batch null at the end
   * @param failure null unless the source failed
   */
  private record Fetched<T>(T batch, Throwable failure) {}

  /**
   * Starts reading.
   *
   * @param source of minibatches, read by the new thread only
   * @param size how many to read ahead, at least 1
   */
  Prefetch(Iterator<? extends T> source, int size) {
    this.source = source;
    this.fetched = new ArrayBlockingQueue<>(size);
    int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
    this.thread = new Thread(() -> read(device), "parallel training prefetch");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(int device) {
    Nd4j.getAffinityManager().unsafeSetDevice(device);
    try {
      fetched.put(lastOf());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Reads all but the last thing, which it returns. */
  @SuppressWarnings("CatchingUnchecked") // whatever it is, it goes to the thread that waits
  private Fetched<T> lastOf() throws InterruptedException {
    try {
      while (source.hasNext()) {
        T batch = source.next();
        Nd4j.getExecutioner().commit();
        fetched.put(new Fetched<>(batch, null));
      }
      return new Fetched<>(null, null);
    } catch (RuntimeException | Error e) {
      return new Fetched<>(null, e);
    }
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = fetched.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("training was interrupted while it waited for data", e);
      }
    }
    if (next.failure() instanceof Error error) {
      throw error;
    }
    if (next.failure() instanceof RuntimeException exception) {
      throw exception;
    }
    return next.batch() != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T batch = next.batch();
    next = null;
    return batch;
  }

  /** Ends the thread and waits for its end. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
