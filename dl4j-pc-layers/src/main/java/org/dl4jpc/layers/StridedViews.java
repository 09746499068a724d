// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Views with strides of one's own choice, for operations prepared once and run often. */
final class StridedViews {

  private StridedViews() {}

  /**
   * A view of an array's memory.
   *
   * @param array where the view starts
   * @param start elements to skip
   * @param shape of the view
   * @param stride of the view, in elements
   * @return the view, which outlives open workspaces as the array's memory does
   */
  static INDArray of(INDArray array, long start, long[] shape, long... stride) {
    return Workspaces.outside(
        () -> Nd4j.create(array.data(), shape, stride, array.offset() + start, 'c'));
  }

  /**
   * The front of a buffer.
   *
   * @param buffer rank 1
   * @param shape of the view, c-ordered
   * @return the view
   */
  static INDArray front(INDArray buffer, long... shape) {
    long[] stride = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      stride[i] = step;
      step *= shape[i];
    }
    return of(buffer, 0, shape, stride);
  }
}
