// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.dl4jpc.layers.Block;
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
   * The gradient of the energy, −Δθ ∝ ∂F/∂θ_l = −(∂μ_l/∂θ_l)ᵀ ε̃_l: local, from x_{l−1} and ε_l
   * only.
   *
   * @return the rule
   */
  static WeightRule lms() {
    return new LmsRule();
  }
}
