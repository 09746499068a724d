// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** π of a value node: the weight of its error in the energy, a scalar or one value a unit. */
public abstract class Precision {

  Precision() {}

  /**
   * π = 1, the default.
   *
   * @return the precision
   */
  public static Precision one() {
    return new ScalarPrecision(1.0);
  }

  /**
   * One π for the whole node.
   *
   * @param pi finite and positive
   * @return the precision
   * @throws IllegalArgumentException otherwise
   */
  public static Precision of(double pi) {
    return new ScalarPrecision(requirePositive(pi));
  }

  /**
   * One π a unit.
   *
   * @param pi finite and positive, as many as the node has units (features or channels)
   * @return the precision
   * @throws IllegalArgumentException otherwise
   */
  public static Precision ofUnits(double... pi) {
    for (double value : pi) {
      requirePositive(value);
    }
    return new UnitPrecision(pi.clone(), 1);
  }

  private static double requirePositive(double pi) {
    if (!(pi > 0.0) || Double.isInfinite(pi)) {
      throw new IllegalArgumentException(
          "illegal precision: " + pi + ", must be finite and greater than 0");
    }
    return pi;
  }

  /**
   * How many values there are.
   *
   * @return 1, or one a unit
   */
  abstract int values();

  /**
   * The factor of the weighted error that {@link #weigh} leaves to the block.
   *
   * @return π of a scalar precision, else 1
   */
  abstract double scalar();

  /**
   * ε̃ up to the factor {@link #scalar()}.
   *
   * @param error ε
   * @return ε itself for a scalar precision, else πε in a buffer that the next call overwrites
   */
  abstract Tensor weigh(Tensor error);

  /**
   * Takes the node's own pull out of its error, up to a factor: ε ← (1 − γ_own π) ε.
   *
   * @param error ε
   * @param ownStep γ_own
   * @return the factor by which ε is still to be multiplied
   */
  abstract double damp(Tensor error, double ownStep);

  /**
   * ½ Σ π ε².
   *
   * @param error ε
   * @return summed over the batch
   */
  abstract double energy(Tensor error);

  /**
   * This precision, each π multiplied.
   *
   * @param factor finite and positive
   * @return the product
   */
  public abstract Precision times(double factor);

  /**
   * A copy with buffers of its own, for one node.
   *
   * @param unitDimension dimension of the node that counts units
   * @return the copy
   */
  abstract Precision forNode(int unitDimension);

  /**
   * π ⊙ ε for a part [B, n] of the error of a node, up to the factor {@link #scalar()}.
   *
   * @param slice ε at one time step
   * @return the slice itself for a scalar precision, else a new array
   */
  abstract INDArray weighSlice(INDArray slice);
}
