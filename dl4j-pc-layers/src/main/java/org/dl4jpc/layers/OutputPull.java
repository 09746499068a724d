// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * How hard the labels pull at the output: the factor of −∂ℒ/∂z in the output error ε̃_L. Immutable
 * values with equality.
 */
@JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
public sealed interface OutputPull {

  /**
   * The factor of −∂ℒ/∂z for all samples.
   *
   * @param unit u of the output layer's loss, for which −u ∂ℒ/∂z = y − μ_L; 1 where there is none
   * @return the factor
   */
  double factor(double unit);

  /**
   * A further factor of each row of −∂ℒ/∂z.
   *
   * @param presynapticNorms gives n̄ = ‖f(x_{L−1})‖² + 1 of each row, [rows, 1]; without the 1 if
   *     the output layer has no bias
   * @return [rows, 1], or null for 1
   */
  default INDArray rowFactors(Supplier<INDArray> presynapticNorms) {
    return null;
  }

  /**
   * Whether the error is a part of y − μ_L, which not every loss has.
   *
   * @return true for soft clamps
   */
  default boolean isSoft() {
    return false;
  }

  /**
   * Whether {@link #rowFactors} asks for presynaptic norms.
   *
   * @return true for the proximal clamp
   */
  default boolean readsPresynapticNorms() {
    return false;
  }

  private static double require(boolean holds, String name, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "illegal " + name + ": " + value + ", must be " + expected);
    }
    return value;
  }

  /**
   * ε̃_L = −λ ∂ℒ/∂z: the loss with weight λ in the energy.
   *
   * @param lambda λ, finite; 1 clamps, 0 frees, a negative one pushes away from the labels
   */
  record Weighted(@JsonProperty(value = "lambda", required = true) double lambda)
      implements OutputPull {

    /**
     * Checks the value.
     *
     * @param lambda λ
     * @throws IllegalArgumentException unless finite
     */
    @JsonCreator
    public Weighted {
      require(Double.isFinite(lambda), "lambda", lambda, "finite");
    }

    @Override
    public double factor(double unit) {
      return lambda;
    }
  }

  /**
   * x_L = (1 − κ) y + κ μ_L: a constant soft clamp, ε_L = (1 − κ)(y − μ_L).
   *
   * @param kappa κ, at least 0 and less than 1
   */
  record SoftClamp(@JsonProperty(value = "kappa", required = true) double kappa)
      implements OutputPull {

    /**
     * Checks the value.
     *
     * @param kappa κ
     * @throws IllegalArgumentException unless at least 0 and less than 1
     */
    @JsonCreator
    public SoftClamp {
      require(kappa >= 0.0 && kappa < 1.0, "kappa", kappa, "at least 0 and less than 1");
    }

    @Override
    public double factor(double unit) {
      return (1.0 - kappa) * unit;
    }

    @Override
    public boolean isSoft() {
      return true;
    }
  }

  /**
   * The soft clamp of IL-prox, sample by sample: 1 − κ = n̄α / (1 + n̄α) (Alonso et al. 2022). α →
   * ∞ clamps, α → 0 leaves the feed-forward output.
   *
   * @param alpha α, finite and greater than 0
   */
  record Proximal(@JsonProperty(value = "alpha", required = true) double alpha)
      implements OutputPull {

    /**
     * Checks the value.
     *
     * @param alpha α
     * @throws IllegalArgumentException unless finite and greater than 0
     */
    @JsonCreator
    public Proximal {
      require(alpha > 0.0 && Double.isFinite(alpha), "alpha", alpha, "finite and greater than 0");
    }

    @Override
    public double factor(double unit) {
      return unit;
    }

    @Override
    public INDArray rowFactors(Supplier<INDArray> presynapticNorms) {
      INDArray scaled = presynapticNorms.get().mul(alpha);
      return scaled.div(scaled.add(1.0));
    }

    @Override
    public boolean isSoft() {
      return true;
    }

    @Override
    public boolean readsPresynapticNorms() {
      return true;
    }
  }
}
