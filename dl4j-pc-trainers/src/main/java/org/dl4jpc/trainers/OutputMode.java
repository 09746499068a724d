// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What the labels do to the output: the weight λ of the loss in F = λℒ(y, μ_L) + Ẽ, and the factor
 * by which weight gradients are multiplied.
 *
 * @param lambda λ; 1 clamps the output to the labels, 0 leaves it free
 * @param gradientScale factor of all weight gradients; 1/λ for a nudged output
 */
public record OutputMode(
    @JsonProperty(value = "lambda", required = true) double lambda,
    @JsonProperty(value = "gradientScale", required = true) double gradientScale) {

  /**
   * Checks the values.
   *
   * @param lambda λ, finite and at least 0
   * @param gradientScale factor of all weight gradients, finite and greater than 0
   * @throws IllegalArgumentException if one is out of range
   */
  @JsonCreator
  public OutputMode {
    Checks.nonNegative("lambda", lambda);
    Checks.positive("gradient scale", gradientScale);
  }

  /**
   * λ = 1: the output is clamped to the labels through the loss.
   *
   * @return the mode
   */
  public static OutputMode clamped() {
    return new OutputMode(1.0, 1.0);
  }

  /**
   * The output is pulled towards the labels with a small λ and weight gradients are divided by λ,
   * so that they tend to backpropagation's as λ → 0 (Millidge et al. 2022, PC-Nudge). The node step
   * is not scaled.
   *
   * @param lambda λ, finite and greater than 0
   * @return the mode
   * @throws IllegalArgumentException otherwise
   */
  public static OutputMode nudged(double lambda) {
    Checks.positive("lambda", lambda);
    return new OutputMode(lambda, 1.0 / lambda);
  }

  /**
   * λ without any scaling of weight gradients: the loss has precision λ.
   *
   * @param lambda λ, finite and greater than 0
   * @return the mode
   * @throws IllegalArgumentException otherwise
   */
  public static OutputMode weighted(double lambda) {
    Checks.positive("lambda", lambda);
    return new OutputMode(lambda, 1.0);
  }

  /**
   * λ = 0: no labels; inference settles to the feed-forward pass (Millidge et al. 2022, Theorem
   * 3.1).
   *
   * @return the mode
   */
  public static OutputMode free() {
    return new OutputMode(0.0, 1.0);
  }
}
