// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * How far a value node moves in one inference step: x ← x + γ_fb Jᵀε̃ − γ_own π ε.
 *
 * @param feedback γ_fb, factor of the feedback from above; finite and greater than 0
 * @param own γ_own, factor of the node's own error; finite and at least 0
 */
public record StepSizes(
    @JsonProperty(value = "feedback", required = true) double feedback,
    @JsonProperty(value = "own", required = true) double own) {

  /**
   * Checks the values.
   *
   * @param feedback γ_fb, finite and greater than 0
   * @param own γ_own, finite and at least 0
   * @throws IllegalArgumentException if one is out of range
   */
  @JsonCreator
  public StepSizes {
    Checks.positive("feedback step size", feedback);
    Checks.nonNegative("own step size", own);
  }

  /**
   * The same factor for both.
   *
   * @param step γ
   * @return the pair
   */
  public static StepSizes of(double step) {
    Checks.positive("step size", step);
    return new StepSizes(step, step);
  }

  /**
   * Both multiplied.
   *
   * @param factor finite and greater than 0
   * @return the product
   */
  StepSizes times(double factor) {
    return factor == 1.0 ? this : new StepSizes(feedback * factor, own * factor);
  }
}
