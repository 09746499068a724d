// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/** When the weight gradients of a minibatch are taken. */
public enum UpdateTiming {
  /** At the final state of inference, all layers at once, with errors recomputed there. */
  AFTER_INFERENCE(false, false),
  /**
   * For each layer in the step in which the wave of errors reaches it, before its presynaptic nodes
   * move; handed to the updater once, after the wave (Z-IL). Needs a schedule that visits each node
   * once in reverse topological order.
   */
  OWN_STEP(true, false),
  /**
   * After every inference step, each handed to the updater at once (incremental predictive coding,
   * Salvatori et al. 2022): T calls of the updater, all with the same iteration count, in what is
   * one DL4J iteration. A divergence puts back weights and updater state.
   */
  EVERY_STEP(false, true);

  private final boolean duringStep;
  private final boolean everyStep;

  UpdateTiming(boolean duringStep, boolean everyStep) {
    this.duringStep = duringStep;
    this.everyStep = everyStep;
  }

  /**
   * Whether gradients are written while nodes move, and so not at the end.
   *
   * @return true for waves
   */
  boolean isDuringStep() {
    return duringStep;
  }

  /**
   * Whether weights change between inference steps.
   *
   * @return true for incremental predictive coding
   */
  boolean isEveryStep() {
    return everyStep;
  }
}
