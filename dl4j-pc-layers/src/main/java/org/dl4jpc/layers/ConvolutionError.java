// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The error at a convolution's output, in the forms that products want.
 *
 * @param tensor e, of the output's layout
 * @param matrix the same memory, [B·oH·oW, C_out], f-ordered
 * @param channels the same memory, [C_out, B·oH·oW], c-ordered
 */
record ConvolutionError(Tensor tensor, INDArray matrix, INDArray channels) {

  /**
   * The forms of a tensor.
   *
   * @param tensor e
   * @param convolution whose output has the same layout
   * @return views
   */
  static ConvolutionError of(Tensor tensor, Convolution convolution) {
    INDArray matrix = convolution.matrix(tensor);
    return new ConvolutionError(tensor, matrix, matrix.transpose());
  }
}
