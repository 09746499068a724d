// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The error at a convolution's output, in the forms that products want.
 *
 * @param tensor e, of the output's layout
 * @param matrix the same memory, [B·oH·oW, C_out], f-ordered
 */
record ConvolutionError(Tensor tensor, INDArray matrix) {

  /**
   * The forms of a tensor.
   *
   * @param tensor e
   * @param convolution whose output has the same layout
   * @return views
   */
  static ConvolutionError of(Tensor tensor, Convolution convolution) {
    return new ConvolutionError(tensor, convolution.matrix(tensor));
  }
}
