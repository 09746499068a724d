// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How tensors of one layout read as matrices of C channels and N elements each, and vectors [C] as
 * what broadcasts over such a matrix.
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
   * @return a lasting view
   */
  INDArray of(Tensor tensor) {
    long rows = channelsFirst ? channels : elements;
    long columns = channelsFirst ? elements : channels;
    return StridedViews.front(tensor.flat(), rows, columns);
  }

  /**
   * A matrix with a row for each channel, whose product with ones is the sum over the elements.
   *
   * @param matrix one of this layout
   * @return [C, N], a lasting view
   */
  INDArray rows(INDArray matrix) {
    return channelsFirst ? matrix : Workspaces.outside(matrix::transpose);
  }

  /**
   * A vector's form for operations with a matrix.
   *
   * @param vector [C]
   * @return a lasting view, [C, 1] or [1, C]
   */
  INDArray broadcast(INDArray vector) {
    return Workspaces.outside(
        () -> channelsFirst ? vector.reshape(channels, 1) : vector.reshape(1, channels));
  }
}
