// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/** When the weight gradients of a minibatch are taken. */
public enum UpdateTiming {
  /** At the final state of inference, all layers at once, with errors recomputed there. */
  AFTER_INFERENCE,
  /**
   * For each layer in the step in which the wave of errors reaches it, before its presynaptic nodes
   * move; handed to the updater once, after the wave (Z-IL). Needs a schedule that visits each node
   * once in reverse topological order.
   */
  OWN_STEP
}
