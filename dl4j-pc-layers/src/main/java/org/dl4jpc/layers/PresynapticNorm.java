// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * What normalised least mean squares divides by where weights are shared over positions of an image
 * or steps of time. For dense layers all forms are the batch mean of ‖f(x)‖² + 1, the 1 being the
 * bias's always-on input, absent without a bias. Masked time steps count like others.
 */
public enum PresynapticNorm {
  /**
   * The mean over the batch and the positions of the squares summed over channels, as in the code
   * of Alonso et al.: a heuristic, since the updates of all positions add up.
   */
  MEAN_POSITION,
  /**
   * The sum over the positions, ‖im2col‖²_F + positions, as a mean over the batch: the step never
   * overshoots the target.
   */
  ALL_POSITIONS
}
