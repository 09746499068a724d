// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * Where the value node of a layer sits relative to the layer's activation function a.
 *
 * <p>Both placements describe the same network and the same function; they differ in the energy
 * that inference descends, and so in every algorithm but backpropagation and Z-IL.
 */
public enum NodePlacement {
  /**
   * The node holds the pre-activation: μ<sub>l</sub> = W<sub>l</sub>
   * a<sub>l−1</sub>(x<sub>l−1</sub>) + b<sub>l</sub>. The equations of Salvatori et al. (2021) and
   * Alonso et al. (2022, 2023) are written so. Used where the layer has a separable (element-wise)
   * activation; other layers keep their node at the output.
   */
  PRE_ACTIVATION,
  /**
   * The node holds the layer's output: μ<sub>l</sub> = a(W<sub>l</sub> x<sub>l−1</sub> +
   * b<sub>l</sub>). The default.
   */
  POST_ACTIVATION
}
