// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/** Whether x_0 moves during inference. */
public enum InputMode {
  /**
   * x_0 is the data. The default; the first layer's prediction is then computed once a minibatch.
   */
  CLAMPED,
  /**
   * x_0 starts at the data and follows the feedback of the first block; it has no prediction and no
   * error of its own (Millidge et al. 2022, Theorem 3.3).
   */
  FREE
}
