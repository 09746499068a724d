// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/**
 * What the loss variables of a SameDiff graph are over the B samples of a minibatch. The energy of
 * predictive coding has the loss summed over the batch, so that a step size does not depend on B.
 */
public enum LossReduction {
  /**
   * A mean over the samples, as of SameDiff's own losses unless told otherwise: the energy has B
   * times the loss, and weight gradients are divided by B.
   */
  MEAN,
  /** A sum over the samples: the energy has the loss as it is. */
  SUM;

  /**
   * The factor from loss to energy.
   *
   * @param samples B
   * @return B or 1
   */
  double samples(long samples) {
    return this == MEAN ? samples : 1.0;
  }
}
