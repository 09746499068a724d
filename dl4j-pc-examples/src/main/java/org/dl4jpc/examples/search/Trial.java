// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.search;

import java.util.List;
import java.util.Locale;

/**
 * One line of the results.
 *
 * @param index of the candidate
 * @param algorithm its name
 * @param stepSize γ; NaN for an algorithm without one
 * @param learningRate of SGD
 * @param accuracy on the validation images; NaN for a candidate that failed
 * @param message why it failed; empty unless it did
 */
record Trial(
    int index,
    String algorithm,
    double stepSize,
    double learningRate,
    double accuracy,
    String message) {
  static final List<String> HEADER =
      List.of("algorithm", "step size", "learning rate", "validation accuracy (%)", "failure");

  boolean failed() {
    return Double.isNaN(accuracy);
  }

  /** Whether both are the same network trained by the same rule. */
  boolean repeats(Trial other) {
    return algorithm.equals(other.algorithm)
        && Double.compare(stepSize, other.stepSize) == 0
        && learningRate == other.learningRate;
  }

  List<String> cells() {
    return List.of(
        algorithm,
        Double.isNaN(stepSize) ? "–" : Double.toString(stepSize),
        Double.toString(learningRate),
        failed() ? "failed" : String.format(Locale.ROOT, "%.2f", 100.0 * accuracy),
        message);
  }
}
