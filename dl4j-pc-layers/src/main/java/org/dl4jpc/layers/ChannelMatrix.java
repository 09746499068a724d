// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.floating.SquaredNorm;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How tensors of one layout read as matrices of C channels and N elements each, and the reductions
 * and broadcasts between such a matrix and a vector [C].
 *
 * @param channels C
 * @param elements N
 * @param channelsFirst whether the matrix is [C, N], else [N, C]; c-ordered
 */
record ChannelMatrix(long channels, long elements, boolean channelsFirst) {

  /**
   * The matrix of a tensor.
   *
   * @param tensor stored [C, …] or [N, C], as the record says
   * @return a view
   */
  INDArray of(Tensor tensor) {
    return of(tensor.flat());
  }

  /**
   * The matrix at the front of a buffer.
   *
   * @param buffer rank 1, at least C · N long
   * @return a view
   */
  INDArray of(INDArray buffer) {
    long rows = channelsFirst ? channels : elements;
    long columns = channelsFirst ? elements : channels;
    return StridedViews.front(buffer, rows, columns);
  }

  /**
   * Σ over the elements of each channel.
   *
   * @param matrix the matrix
   * @return [C]
   */
  INDArray sum(INDArray matrix) {
    return matrix.sum(elementDimension());
  }

  /**
   * Mean over the elements of each channel.
   *
   * @param matrix the matrix
   * @return [C]
   */
  INDArray mean(INDArray matrix) {
    return matrix.mean(elementDimension());
  }

  /**
   * Mean of the squares of the elements of each channel.
   *
   * @param matrix the matrix
   * @return [C]
   */
  INDArray meanSquare(INDArray matrix) {
    return Nd4j.getExecutioner()
        .exec(new SquaredNorm(matrix, false, elementDimension()))
        .divi(elements);
  }

  /**
   * target = matrix + vector, the vector's element for each channel.
   *
   * @param matrix the matrix
   * @param vector [C]
   * @param target a matrix; may be the same
   */
  void add(INDArray matrix, INDArray vector, INDArray target) {
    Nd4j.exec(new AddOp(matrix, broadcast(vector), target));
  }

  /**
   * target = matrix · vector, the vector's element for each channel.
   *
   * @param matrix the matrix
   * @param vector [C]
   * @param target a matrix; may be the same
   */
  void multiply(INDArray matrix, INDArray vector, INDArray target) {
    Nd4j.exec(new MulOp(matrix, broadcast(vector), target));
  }

  private int elementDimension() {
    return channelsFirst ? 1 : 0;
  }

  private INDArray broadcast(INDArray vector) {
    return channelsFirst ? vector.reshape(channels, 1) : vector.reshape(1, channels);
  }
}
