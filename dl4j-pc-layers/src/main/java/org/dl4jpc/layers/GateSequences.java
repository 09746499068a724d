// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One time-major sequence a gate of an LSTM, in one buffer [4, N, B, n]. */
final class GateSequences {
  /** Block input. DL4J's order of the columns of W, RW and b. */
  static final int INPUT = 0;

  /** Forget gate. */
  static final int FORGET = 1;

  /** Output gate. */
  static final int OUTPUT = 2;

  /** Input modulation gate. */
  static final int MODULATION = 3;

  /** How many there are. */
  static final int COUNT = 4;

  private final Tensor tensor;
  private final TimeSteps[] gates = new TimeSteps[COUNT];

  /**
   * Allocates the buffer.
   *
   * @param shape of each sequence
   * @param type element type
   */
  GateSequences(SequenceShape shape, DataType type) {
    long length = shape.steps() * shape.batch() * shape.units();
    this.tensor = Tensor.allocate(type, 'c', COUNT * length);
    for (int g = 0; g < COUNT; g++) {
      gates[g] =
          new TimeSteps(
              shape.over(tensor.flat().get(NDArrayIndex.interval(g * length, (g + 1) * length))),
              shape);
    }
  }

  /**
   * All sequences.
   *
   * @return rank 1
   */
  Tensor tensor() {
    return tensor;
  }

  /**
   * One sequence.
   *
   * @param index of the gate
   * @return the same at every call
   */
  TimeSteps gate(int index) {
    return gates[index];
  }
}
