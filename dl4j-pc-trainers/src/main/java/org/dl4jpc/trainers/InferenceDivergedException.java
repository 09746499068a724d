// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/**
 * Inference left all bounds. The network's parameters are those of the last completed iteration;
 * the message names the node, the inference step and what to lower.
 */
public final class InferenceDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InferenceDivergedException(String message) {
    super(message);
  }
}
