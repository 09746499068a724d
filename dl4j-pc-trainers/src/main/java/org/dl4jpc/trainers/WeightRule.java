// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.dl4jpc.layers.Block;
import org.dl4jpc.layers.PresynapticNorm;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * How a block's weights are to change, given its presynaptic activity and its error: what is
 * written into DL4J's gradient views. Implementations are immutable values with equality.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
public interface WeightRule {

  /**
   * Writes the gradient that DL4J's updater is to see.
   *
   * @param block with its final error
   * @param scale factor that turns an error x − μ into the gradient, −1 unless the output is nudged
   */
  void write(Block block, double scale);

  /**
   * Whether the rule asks kernels for their presynaptic norm, which not every layer has.
   *
   * @return false unless it says so
   */
  default boolean readsPresynapticNorm() {
    return false;
  }

  /**
   * Normalised least mean squares (Alonso et al. 2022): ΔW_l = ε_l f(x_{l−1})ᵀ / (‖f(x_{l−1})‖² + 1
   * + s), Δb_l = ε_l / (same), the +1 being the bias's input and absent without a bias; in
   * minibatches the mean gradient over the mean norm. For dense, convolutional, simple recurrent
   * and LSTM layers; where weights are shared over positions the norm is {@link
   * PresynapticNorm#MEAN_POSITION}, as in the authors' code. For batch normalisation too, which the
   * paper does not treat: there f(x) is the one normalised input that an output reads. Meant for
   * SGD with learning rate 1.
   *
   * @param stabiliser s, finite and at least 0; the authors' code has 1 for CIFAR-10 at batch 1, 5
   *     at batch 64, .25 for Fashion-MNIST and 20 for autoencoders
   * @return the rule
   * @throws IllegalArgumentException otherwise
   */
  static WeightRule nlms(double stabiliser) {
    return nlms(stabiliser, PresynapticNorm.MEAN_POSITION);
  }

  /**
   * The same with a choice of norm where weights are shared over positions.
   *
   * @param stabiliser s, finite and at least 0
   * @param form of the norm
   * @return the rule
   * @throws IllegalArgumentException if an argument is out of range
   */
  static WeightRule nlms(double stabiliser, PresynapticNorm form) {
    return new NlmsRule(stabiliser, form);
  }

  /**
   * The gradient of the energy, −Δθ ∝ ∂F/∂θ_l = −(∂μ_l/∂θ_l)ᵀ ε̃_l: local, from x_{l−1} and ε_l
   * only.
   *
   * @return the rule
   */
  static WeightRule lms() {
    return new LmsRule();
  }
}
