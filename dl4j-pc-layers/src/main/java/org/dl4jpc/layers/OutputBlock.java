// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A block that ends in a DL4J loss: it carries λℒ(y, μ_L) instead of a squared error.
 *
 * <p>DL4J's losses are functions of the pre-activation z, so the error is carried at z: ε̃ = −λ
 * ∂ℒ/∂z, which is −λ ∂ℒ/∂μ_L taken through the output activation.
 */
public interface OutputBlock extends Block {

  /**
   * Gives the block its targets for this minibatch.
   *
   * @param labels y, in DL4J's shape
   */
  void setLabels(INDArray labels);

  /**
   * ℒ(y, μ_L) at the present prediction.
   *
   * @return summed over the batch, without regularisation
   */
  double loss();

  /**
   * Takes the output error, a multiple of −∂ℒ/∂z at the present prediction.
   *
   * @param pull the factor
   */
  void receiveLoss(OutputPull pull);

  /**
   * The output's part of the energy: ℒ times the factor of the pull for all samples.
   *
   * @param pull of the labels
   * @return λℒ where the loss is weighted by λ
   */
  double energy(OutputPull pull);

  /**
   * μ_L, activated, in DL4J's shape.
   *
   * @return a new array
   */
  INDArray prediction();
}
