// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean of the gradients of several inference phases, taken in place. A mean, not a sum: running
 * statistics of batch normalisation come as pseudo-gradients, the same in every phase.
 */
final class GradientMean {
  private final INDArray flat;
  private final int phases;
  private INDArray sum;
  private int added;

  /**
   * Starts a mean.
   *
   * @param flat all gradients, written anew by each phase
   * @param phases how many there are
   */
  GradientMean(INDArray flat, int phases) {
    this.flat = flat;
    this.phases = phases;
  }

  /** Takes the gradients as a phase has left them; after the last, they are the mean. */
  void add() {
    added++;
    if (phases == 1) {
      return;
    }
    if (sum == null) {
      sum = flat.dup();
    } else {
      sum.addi(flat);
    }
    if (added == phases) {
      flat.assign(sum.divi(phases));
    }
  }
}
