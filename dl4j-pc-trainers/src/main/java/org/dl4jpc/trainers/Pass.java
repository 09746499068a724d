// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/**
 * What one run of the inference loop is for.
 *
 * @param phase pull of the labels and weight of the gradient
 * @param learning whether weight gradients are written
 * @param changes of the weights between inference steps; null unless learning
 * @param observer sees each state
 */
record Pass(
    OutputMode.Phase phase, boolean learning, WeightChanges changes, InferenceObserver observer) {

  /** Inference only. */
  static Pass observing(OutputMode.Phase phase, InferenceObserver observer) {
    return new Pass(phase, false, null, observer);
  }

  /** The same, seen by somebody else. */
  Pass observedBy(InferenceObserver other) {
    return new Pass(phase, learning, changes, other);
  }
}
