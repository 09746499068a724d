// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/** The factor of a kernel's weight gradient (∂μ/∂θ)ᵀε̃ in what is written into DL4J's views. */
@FunctionalInterface
public interface GradientFactor {

  /**
   * The factor of one kernel.
   *
   * @param kernel that learns
   * @return −1 for +∂F/∂θ
   */
  double of(Kernel kernel);
}
