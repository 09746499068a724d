// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/**
 * What one run of the inference loop is for.
 *
 * @param phase pull of the labels and weight of the gradient
 * @param learning whether weight gradients are written
 * @param changeWeights hands the gradient to the updater between inference steps
 * @param observer sees each state
 */
record Pass(
    OutputMode.Phase phase, boolean learning, Runnable changeWeights, InferenceObserver observer) {

  /** Inference only. */
  static Pass observing(OutputMode.Phase phase, InferenceObserver observer) {
    return new Pass(phase, false, () -> {}, observer);
  }
}
