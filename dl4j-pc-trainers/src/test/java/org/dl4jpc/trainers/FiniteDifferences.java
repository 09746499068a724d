// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Derivatives by central differences. */
final class FiniteDifferences {
  private static final double STEP = 1e-5;

  private FiniteDifferences() {}

  /**
   * The gradient of a function by an array that it reads.
   *
   * @param function reads {@code at} at every call
   * @param at changed during the call, and put back
   * @return of the same shape
   */
  static INDArray gradient(DoubleSupplier function, INDArray at) {
    INDArray gradient = at.like();
    for (long i = 0; i < at.length(); i++) {
      double value = at.getDouble(i);
      at.putScalar(i, value + STEP);
      double above = function.getAsDouble();
      at.putScalar(i, value - STEP);
      double below = function.getAsDouble();
      at.putScalar(i, value);
      gradient.putScalar(i, (above - below) / (2.0 * STEP));
    }
    return gradient;
  }
}
