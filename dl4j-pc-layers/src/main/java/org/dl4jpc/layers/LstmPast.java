// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What each time step of an LSTM sees of the one before: (h^0, c^0), …, (h^{N−1}, c^{N−1}), masked.
 * Two buffers [N + 1, B, n], of which the first N time steps are those before, and the last N those
 * that follow.
 */
final class LstmPast {
  private final SequenceShape shape;
  private final SequenceMask mask;
  private final Half hidden;
  private final Half cell;
  private final StatePair before;
  private StatePair node;

  /** One of h and c. */
  private static final class Half {
    private final TimeSteps before;
    private final TimeSteps after;
    private final Tensor buffer;
    private final ElementProduct masked = new ElementProduct();

    Half(SequenceShape shape, DataType type) {
      long step = shape.batch() * shape.units();
      long length = shape.steps() * step;
      this.buffer = Tensor.allocate(type, 'c', length + step);
      this.before = new TimeSteps(part(shape, 0, length), shape);
      this.after = new TimeSteps(part(shape, step, step + length), shape);
    }

    private Tensor part(SequenceShape shape, long from, long to) {
      return shape.over(buffer.flat().get(NDArrayIndex.interval(from, to)));
    }

    void follow(TimeSteps values, SequenceMask mask) {
      after.tensor().assign(values.tensor());
      if (mask != null) {
        int all = (int) values.shape().steps();
        INDArray elements = after.elements(all);
        masked.run(elements, mask.factor().elements(all), elements);
      }
    }
  }

  /**
   * Allocates the buffers, all 0.
   *
   * @param shape of h and c
   * @param type element type
   * @param mask m, or null
   */
  LstmPast(SequenceShape shape, DataType type, SequenceMask mask) {
    this.shape = shape;
    this.mask = mask;
    this.hidden = new Half(shape, type);
    this.cell = new Half(shape, type);
    this.before = new StatePair(hidden.before, cell.before);
  }

  /**
   * h and c of the time step before each.
   *
   * @return the same at every call
   */
  StatePair before() {
    return before;
  }

  /**
   * Sets what the first time step sees.
   *
   * @param hiddenStart h^0
   * @param cellStart c^0
   */
  void start(Tensor hiddenStart, Tensor cellStart) {
    hidden.before.rows(0).assign(hiddenStart.array());
    cell.before.rows(0).assign(cellStart.array());
  }

  /**
   * Follows one time step.
   *
   * @param state h and c, masked
   * @param k which time step, from 0
   */
  void follow(StatePair state, int k) {
    Blas.copy(state.hidden().rows(k), hidden.after.rows(k));
    Blas.copy(state.cell().rows(k), cell.after.rows(k));
  }

  /**
   * Follows all time steps.
   *
   * @param value of the node
   */
  void follow(Tensor value) {
    if (node == null || node.tensor() != value) {
      node = new StatePair(value, shape);
    }
    hidden.follow(node.hidden(), mask);
    cell.follow(node.cell(), mask);
  }

  /**
   * Bytes of all buffers.
   *
   * @return the size
   */
  long bytes() {
    return hidden.buffer.bytes() + cell.buffer.bytes();
  }
}
