// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arrays that a block graph allocates once and uses again for every minibatch. They lie outside
 * of Java's heap, which therefore does not notice when a dropped graph leaves much behind; closing
 * this memory releases them at once.
 */
public final class LastingMemory implements AutoCloseable {
  private static final ThreadLocal<LastingMemory> OWNER = new ThreadLocal<>();

  private final List<INDArray> arrays = new ArrayList<>();

  /** Memory that owns nothing yet. */
  public LastingMemory() {}

  /**
   * Runs work on this thread; the lasting arrays that it allocates belong to this memory.
   *
   * @param work what to run
   * @param <T> its result
   * @return its result
   */
  public <T> T collect(Supplier<T> work) {
    LastingMemory before = OWNER.get();
    OWNER.set(this);
    try {
      return work.get();
    } finally {
      OWNER.set(before);
    }
  }

  /**
   * Allocates an array outside of any workspace, for the memory that collects on this thread, if
   * any does.
   *
   * @param make what allocates it
   * @return the array, which must not be used after its memory is closed
   */
  static INDArray allocate(Supplier<INDArray> make) {
    INDArray array = Workspaces.outside(make);
    LastingMemory owner = OWNER.get();
    if (owner != null) {
      owner.arrays.add(array);
    }
    return array;
  }

  /**
   * The size of all arrays.
   *
   * @return bytes
   */
  public long bytes() {
    return arrays.stream().mapToLong(a -> a.length() * a.dataType().width()).sum();
  }

  /** Releases all arrays. */
  @Override
  public void close() {
    arrays.stream().filter(INDArray::closeable).forEach(INDArray::close);
    arrays.clear();
  }
}
