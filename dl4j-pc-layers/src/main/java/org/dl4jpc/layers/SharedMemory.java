// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.EnumMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory of the kernels of a graph besides what each must hold for itself: a buffer that they share
 * for the duration of a call, since only one of them works at a time, and a budget for what they
 * may keep from prediction to gradient to save computing it again.
 */
final class SharedMemory {
  /** The default budget in bytes. Beyond it a convolution gathers its patches twice. */
  static final long BUDGET = 128L << 20;

  private final Map<DataType, INDArray> buffers = new EnumMap<>(DataType.class);
  private long budget;

  /** Memory with the default budget. */
  SharedMemory() {
    this(BUDGET);
  }

  /**
   * Memory with a budget of one's own.
   *
   * @param budget bytes that kernels may keep, all together
   */
  SharedMemory(long budget) {
    this.budget = budget;
  }

  /**
   * Asks for bytes of the budget, once and for all.
   *
   * @param bytes wanted
   * @return whether they are granted
   */
  boolean grant(long bytes) {
    boolean granted = bytes <= budget;
    if (granted) {
      budget -= bytes;
    }
    return granted;
  }

  /**
   * The shared buffer. It grows to the largest size asked for, and its content does not outlive the
   * call that asks.
   *
   * @param type element type
   * @param length elements needed
   * @return rank-1 array of this length or more, the same one until a longer one is asked for
   */
  INDArray take(DataType type, long length) {
    INDArray present = buffers.get(type);
    if (present == null || present.length() < length) {
      buffers.remove(type);
      present = LastingMemory.allocate(() -> Nd4j.createUninitialized(type, length));
      buffers.put(type, present);
    }
    return present;
  }
}
