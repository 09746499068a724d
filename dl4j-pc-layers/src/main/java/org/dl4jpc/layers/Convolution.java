// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A two-dimensional convolution z = W ∗ u + b with its arrays.
 *
 * @param input u, [B, C, H, W] or [B, H, W, C], in any layout
 * @param format order of its dimensions, and of the output's
 * @param geometry which pixels meet which weights
 * @param weights W, [C_out, C, kH, kW], c-ordered
 * @param bias b, C_out elements, or null
 * @param output z, stored [C_out, B, oH, oW]
 */
record Convolution(
    Tensor input,
    CNN2DFormat format,
    ConvolutionGeometry geometry,
    INDArray weights,
    INDArray bias,
    Tensor output) {

  /**
   * A convolution with a new output.
   *
   * @param input u
   * @param format order of dimensions
   * @param geometry of the convolution
   * @param weights W
   * @param bias b, or null
   * @return the convolution
   */
  static Convolution of(
      Tensor input,
      CNN2DFormat format,
      ConvolutionGeometry geometry,
      INDArray weights,
      INDArray bias) {
    int[] size = geometry.output();
    Tensor output =
        Images.allocateChannelMajor(
            weights, format, weights.size(0), input.array().size(0), size[0], size[1]);
    return new Convolution(input, format, geometry, weights, bias, output);
  }

  /**
   * C_out.
   *
   * @return the number
   */
  long units() {
    return weights.size(0);
  }

  /**
   * A tensor of the output's layout as a matrix.
   *
   * @param tensor stored [C_out, B, oH, oW]
   * @return a view, [B·oH·oW, C_out], f-ordered
   */
  INDArray matrix(Tensor tensor) {
    return tensor.flat().reshape('f', tensor.flat().length() / units(), units());
  }

  /**
   * An array of the weights' shape as a matrix.
   *
   * @param array [C_out, C, kH, kW], c-ordered
   * @return a view, transposed, [C·kH·kW, C_out], f-ordered
   */
  INDArray transposedMatrix(INDArray array) {
    return array.reshape('c', units(), array.length() / units()).transpose();
  }
}
