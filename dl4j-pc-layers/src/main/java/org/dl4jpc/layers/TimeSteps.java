// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Views of a time-major tensor: its time steps, x^1 … x^N, and the stretches that a recurrence
 * pairs with each other, x^1 … x^{N−1} and x^2 … x^N. Matrices for products have samples as columns
 * and are f-ordered; all views are contiguous.
 */
final class TimeSteps {
  private final Tensor tensor;
  private final SequenceShape shape;
  private final INDArray all;
  private final INDArray early;
  private final INDArray late;
  private final INDArray allRows;
  private final INDArray[] columns;
  private final INDArray[] rows;
  private Tensor seen;
  private INDArray seenMatrix;

  /**
   * Looks at a tensor.
   *
   * @param tensor time-major
   * @param shape its shape
   */
  TimeSteps(Tensor tensor, SequenceShape shape) {
    this.tensor = tensor;
    this.shape = shape;
    int n = (int) shape.steps();
    this.all = stretch(0, n);
    this.allRows = tensor.flat().reshape('c', n * shape.batch(), shape.units());
    this.early = n > 1 ? stretch(0, n - 1) : null;
    this.late = n > 1 ? stretch(1, n) : null;
    this.columns = new INDArray[n];
    this.rows = new INDArray[n];
    for (int k = 0; k < n; k++) {
      columns[k] = stretch(k, k + 1);
      rows[k] = part(k, k + 1).reshape('c', shape.batch(), shape.units());
    }
  }

  private INDArray part(long from, long to) {
    long size = shape.batch() * shape.units();
    return tensor.flat().get(NDArrayIndex.interval(from * size, to * size));
  }

  private INDArray stretch(long from, long to) {
    return part(from, to).reshape('f', shape.units(), (to - from) * shape.batch());
  }

  /**
   * What the views are of.
   *
   * @return the tensor
   */
  Tensor tensor() {
    return tensor;
  }

  /**
   * Shape of the sequence.
   *
   * @return the shape
   */
  SequenceShape shape() {
    return shape;
  }

  /**
   * The whole sequence.
   *
   * @return [n, N·B]
   */
  INDArray all() {
    return all;
  }

  /**
   * All time steps but the last.
   *
   * @return [n, (N−1)·B]; null if N = 1
   */
  INDArray early() {
    return early;
  }

  /**
   * All time steps but the first.
   *
   * @return [n, (N−1)·B]; null if N = 1
   */
  INDArray late() {
    return late;
  }

  /**
   * One time step for matrix products.
   *
   * @param k from 0
   * @return [n, B]
   */
  INDArray columns(int k) {
    return columns[k];
  }

  /**
   * One time step in DL4J's shape.
   *
   * @param k from 0
   * @return [B, n]
   */
  INDArray rows(int k) {
    return rows[k];
  }

  /**
   * A tensor of this shape for matrix products.
   *
   * @param other time-major
   * @return [n, N·B]
   */
  INDArray matrixOf(Tensor other) {
    if (seen != other) {
      seen = other;
      seenMatrix = other.flat().reshape('f', all.shape());
    }
    return seenMatrix;
  }

  /**
   * One time step, or all of them, for matrix products.
   *
   * @param k from 0; N for all
   * @return [n, B] or [n, N·B]
   */
  INDArray matrix(int k) {
    return k < columns.length ? columns[k] : all;
  }

  /**
   * One time step, or all of them, for element-wise work.
   *
   * @param k from 0; N for all
   * @return [B, n] or [N·B, n]
   */
  INDArray elements(int k) {
    return k < rows.length ? rows[k] : allRows;
  }
}
