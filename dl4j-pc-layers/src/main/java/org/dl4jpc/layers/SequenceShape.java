// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The shape of a minibatch of sequences, and the time-major layout in which recurrent kernels keep
 * it: a c-ordered buffer [N, B, n], so that each time step is a contiguous [B, n] and the whole
 * sequence a matrix of N·B rows, whatever DL4J's own shape of it.
 *
 * @param format whether DL4J's shape is [B, n, N] (NCW) or [B, N, n] (NWC)
 * @param batch B
 * @param units n
 * @param steps N
 */
record SequenceShape(RNNFormat format, long batch, long units, long steps) {

  /**
   * The shape of an array.
   *
   * @param array rank 3
   * @param format how to read it
   * @return the shape
   */
  static SequenceShape of(INDArray array, RNNFormat format) {
    boolean wide = format == RNNFormat.NCW;
    return new SequenceShape(
        format, array.size(0), array.size(wide ? 1 : 2), array.size(wide ? 2 : 1));
  }

  /**
   * The same minibatch with other features.
   *
   * @param width n
   * @return the shape
   */
  SequenceShape withUnits(long width) {
    return new SequenceShape(format, batch, width, steps);
  }

  /**
   * Allocates a time-major tensor, as of a recurrent layer's output.
   *
   * @param type element type
   * @return zeroed
   */
  Tensor allocate(DataType type) {
    return allocate(type, layerOrder(type));
  }

  /**
   * Allocates a time-major tensor.
   *
   * @param type element type
   * @param dl4jOrder ordering that DL4J's own array has at this place
   * @return zeroed
   */
  Tensor allocate(DataType type, char dl4jOrder) {
    return Tensor.permuted(type, dl4jOrder, storage(), permutation());
  }

  /**
   * Allocates a tensor of pairs (h^k, c^k), as of an LSTM's node: a buffer [2, N, B, n] of two
   * time-major sequences, seen as [B, n, N, 2] or [B, N, n, 2].
   *
   * @param type element type
   * @return zeroed
   */
  Tensor allocatePair(DataType type) {
    int unit = unitDimension();
    int[] dimensions = unit == 1 ? new int[] {2, 3, 1, 0} : new int[] {2, 1, 3, 0};
    long[] buffer = {2, steps, batch, units};
    return Tensor.permuted(type, 'c', buffer, dimensions).withUnitDimension(unit);
  }

  /**
   * A tensor of this shape in memory that is there already.
   *
   * @param part rank 1, of as many elements, contiguous
   * @return a view, laid out as {@link #allocate(DataType)} does
   */
  Tensor over(INDArray part) {
    return Tensor.permutedOver(part, layerOrder(part.dataType()), storage(), permutation());
  }

  /** Ordering of what DL4J's recurrent layers return: f-ordered [B, n, N], permuted for NWC. */
  private char layerOrder(DataType type) {
    INDArray sample = Nd4j.createUninitialized(type, new long[] {batch, units, steps}, 'f');
    return format == RNNFormat.NCW ? 'f' : sample.permute(0, 2, 1).ordering();
  }

  /**
   * Whether a tensor of this shape lies time-major in memory.
   *
   * @param tensor a sequence
   * @return true if it can be read without a copy
   */
  boolean isTimeMajor(Tensor tensor) {
    INDArray array = tensor.array();
    int unit = unitDimension();
    return (batch == 1 || array.stride(0) == units)
        && (units == 1 || array.stride(unit) == 1)
        && (steps == 1 || array.stride(3 - unit) == batch * units);
  }

  /**
   * A time-major sequence as rows [N·B, n], all samples of a time step after those of the one
   * before, which is the order of DL4J's {@code TimeSeriesUtils}.
   *
   * @param sequence time-major
   * @param dl4jOrder ordering that DL4J's own rows have at this place
   * @return a view
   */
  Tensor rows(Tensor sequence, char dl4jOrder) {
    return sequence.view(dl4jOrder, new long[] {steps * batch, units}, 0, 1);
  }

  /**
   * The reverse of {@link #rows}.
   *
   * @param rows [N·B, n], c-ordered
   * @param dl4jOrder ordering that DL4J's own sequence has at this place
   * @return a view
   */
  Tensor sequence(Tensor rows, char dl4jOrder) {
    return rows.view(dl4jOrder, storage(), permutation());
  }

  /**
   * The dimension of DL4J's shape that counts features.
   *
   * @return 1 or 2
   */
  int unitDimension() {
    return format == RNNFormat.NCW ? 1 : 2;
  }

  private long[] storage() {
    return new long[] {steps, batch, units};
  }

  private int[] permutation() {
    return format == RNNFormat.NCW ? new int[] {1, 2, 0} : new int[] {1, 0, 2};
  }
}
