// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/** What rules that change weights between inference steps do to a network. */
@FunctionalInterface
interface WeightChanges {

  /** Hands the gradient as it stands to the updater, and changes the weights. */
  void apply();

  /** Puts weights and updater state back to what the last good iteration left, if they changed. */
  default void undo() {}
}
