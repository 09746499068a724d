// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where several branches of a prediction meet: z = f(u_1, …, u_n; θ), bound to its inputs. The same
 * three operations as a {@link Kernel}'s.
 */
interface Join {

  /**
   * Where predictions are written.
   *
   * @return the same tensor at every call
   */
  Tensor output();

  /** z = f(u_1, …, u_n; θ), with noise held. */
  void predict();

  /** The first prediction of a minibatch: draws this minibatch's noise, and predicts. */
  default void feedForward() {
    predict();
  }

  /**
   * Takes the error at the output.
   *
   * @param error e, same layout as {@link #output()}
   */
  void receive(Tensor error);

  /**
   * target = J_iᵀe, with J_i = ∂f/∂u_i.
   *
   * @param input i
   * @param target same layout as u_i; overwritten
   */
  void feedback(int input, Tensor target);

  /**
   * Writes scale · (∂f/∂θ)ᵀe into the gradient views. Without parameters: nothing.
   *
   * @param scale the factor
   */
  default void gradient(double scale) {}

  /**
   * The gradient views.
   *
   * @return by DL4J parameter name; empty without parameters
   */
  default Map<String, INDArray> gradientViews() {
    return Map.of();
  }
}
