// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import org.dl4jpc.layers.OutputPull;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What the labels do to the output: one inference phase or several, each with its pull of the
 * labels and the weight of its gradient. The gradient of a minibatch is the sum over the phases,
 * each times its weight; all of them see the same noise.
 *
 * @param phases at least one
 */
public record OutputMode(@JsonProperty(value = "phases", required = true) List<Phase> phases) {

  /**
   * One inference phase.
   *
   * @param pull of the labels
   * @param weight factor of the phase's weight gradient, finite
   */
  public record Phase(
      @JsonProperty(value = "pull", required = true) OutputPull pull,
      @JsonProperty(value = "weight", required = true) double weight) {

    /**
     * Checks the values.
     *
     * @param pull of the labels
     * @param weight factor of the phase's weight gradient, finite
     * @throws IllegalArgumentException if one is missing or out of range
     */
    @JsonCreator
    public Phase {
      Checks.notNull("pull", pull);
      Checks.finite("phase weight", weight);
    }
  }

  /**
   * Checks the phases.
   *
   * @param phases at least one
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public OutputMode {
    phases = List.copyOf(Checks.notNull("phases", phases));
    if (phases.isEmpty()) {
      throw Checks.illegal("phases", phases, "at least one");
    }
  }

  private static OutputMode one(OutputPull pull, double weight) {
    return new OutputMode(List.of(new Phase(pull, weight)));
  }

  /**
   * λ = 1: the output is clamped to the labels through the loss.
   *
   * @return the mode
   */
  public static OutputMode clamped() {
    return weighted(1.0);
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
    return one(new OutputPull.Weighted(lambda), 1.0 / lambda);
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
    return one(new OutputPull.Weighted(lambda), 1.0);
  }

  /**
   * λ = 0: no labels; inference settles to the feed-forward pass (Millidge et al. 2022, Theorem
   * 3.1).
   *
   * @return the mode
   */
  public static OutputMode free() {
    return one(new OutputPull.Weighted(0.0), 1.0);
  }

  /**
   * A constant soft clamp, x_L = (1 − κ) y + κ μ_L, taken anew in every step, so that ε_L = (1 −
   * κ)(y − μ_L). Exists for softmax with cross-entropy, sigmoid with binary cross-entropy and
   * identity with squared error (κ = 1/101 in the code of Alonso et al. 2023). A labels mask of
   * samples or time steps multiplies the error as it does the loss; weights a class have no soft
   * clamp, nor has a mask of single outputs.
   *
   * @param kappa κ, at least 0 and less than 1
   * @return the mode
   * @throws IllegalArgumentException otherwise
   */
  public static OutputMode soft(double kappa) {
    return one(new OutputPull.SoftClamp(kappa), 1.0);
  }

  /**
   * The soft clamp of IL-prox, 1 − κ = n̄α / (1 + n̄α) with n̄ = ‖f(x_{L−1})‖² + 1 of each sample,
   * so that the weight update of the output layer is a proximal (implicit) gradient step of size α
   * (Alonso et al. 2022, Eq. 8). Exists for the losses of {@link #soft}.
   *
   * @param alpha α, finite and greater than 0
   * @return the mode
   * @throws IllegalArgumentException otherwise
   */
  public static OutputMode proximal(double alpha) {
    return one(new OutputPull.Proximal(alpha), 1.0);
  }

  /**
   * Two phases and the difference of their gradients, (g(λ₊) − g(λ₋)) / (λ₊ − λ₋). With λ₋ = 0 it
   * is equilibrium propagation on the energy of predictive coding, and with λ₊ = 1, λ₋ = 0
   * contrastive Hebbian learning (Millidge et al. 2022); with λ₋ = −λ₊ it is {@link #centered}.
   *
   * @param plus λ₊, finite
   * @param minus λ₋, finite and less than λ₊
   * @return the mode
   * @throws IllegalArgumentException otherwise
   */
  public static OutputMode contrastive(double plus, double minus) {
    Checks.finite("plus", plus);
    Checks.finite("minus", minus);
    Checks.positive("plus − minus", plus - minus);
    double weight = 1.0 / (plus - minus);
    return new OutputMode(
        List.of(
            new Phase(new OutputPull.Weighted(plus), weight),
            new Phase(new OutputPull.Weighted(minus), -weight)));
  }

  /**
   * Centered nudging: the output is pulled towards the labels in one phase and pushed away in
   * another, which takes away the bias of first order in λ (Laborieux et al. 2021).
   *
   * @param lambda λ, finite and greater than 0
   * @return the mode
   * @throws IllegalArgumentException otherwise
   */
  public static OutputMode centered(double lambda) {
    Checks.positive("lambda", lambda);
    return contrastive(lambda, -lambda);
  }

  /** Whether the output error is a part of y − μ_L. */
  boolean isSoft() {
    return phases.stream().anyMatch(phase -> phase.pull().isSoft());
  }
}
