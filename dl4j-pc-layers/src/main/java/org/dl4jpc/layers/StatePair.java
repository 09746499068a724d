// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The two halves of a tensor that holds a pair (h^k, c^k) a time step: first all h, then all c,
 * each a time-major sequence of its own.
 */
final class StatePair {
  private final Tensor tensor;
  private final TimeSteps hidden;
  private final TimeSteps cell;

  /**
   * Looks at a tensor.
   *
   * @param tensor from {@link SequenceShape#allocatePair}, or like it
   * @param shape of each half
   */
  StatePair(Tensor tensor, SequenceShape shape) {
    this.tensor = tensor;
    this.hidden = new TimeSteps(half(tensor, shape, 0), shape);
    this.cell = new TimeSteps(half(tensor, shape, 1), shape);
  }

  /**
   * Two sequences that are not halves of one tensor.
   *
   * @param hidden h
   * @param cell c
   */
  StatePair(TimeSteps hidden, TimeSteps cell) {
    this.tensor = null;
    this.hidden = hidden;
    this.cell = cell;
  }

  /**
   * One half of a pair tensor.
   *
   * @param pair the tensor
   * @param shape of each half
   * @param index 0 for h, 1 for c
   * @return a view
   */
  static Tensor half(Tensor pair, SequenceShape shape, int index) {
    long length = pair.flat().length() / 2;
    INDArray part = pair.flat().get(NDArrayIndex.interval(index * length, (index + 1) * length));
    return shape.over(part);
  }

  /**
   * What the halves are of.
   *
   * @return the tensor; null if they are not halves of one
   */
  Tensor tensor() {
    return tensor;
  }

  /**
   * h.
   *
   * @return the first half
   */
  TimeSteps hidden() {
    return hidden;
  }

  /**
   * c.
   *
   * @return the second half
   */
  TimeSteps cell() {
    return cell;
  }
}
