// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The products of a {@link Convolution} that every inference step takes, forth and back, in one of
 * the ways of {@link ConvolutionMethod}; and its patches, whose product with the error is the
 * weight gradient in all of them.
 */
interface ConvolutionProducts {

  /** z = W ∗ u + b. */
  void predict();

  /**
   * target = beta · target + alpha · (∂z/∂u)ᵀ e.
   *
   * @param error e
   * @param target same layout as the input; beta = 0 overwrites it
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void carryBack(ConvolutionError error, Tensor target, double alpha, double beta);

  /**
   * Pᵀ of the input as it was at the last prediction, and is.
   *
   * @return [B·oH·oW, C·kH·kW], f-ordered; to be used at once
   */
  INDArray patches();

  /**
   * Bytes held besides input and output.
   *
   * @return the size
   */
  long bytes();
}
