// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Precisions in a constant ratio ρ = π_{l+1}/π_l, the output's λ = π_L included. */
final class PrecisionRatio {

  private PrecisionRatio() {}

  /**
   * π_1 … π_{L−1}, λ.
   *
   * @param layers L
   * @param ratio ρ
   * @return the largest of them 1, so that the same step size serves all ratios
   */
  static double[] precisions(int layers, double ratio) {
    double[] precisions = new double[layers];
    Arrays.setAll(precisions, l -> Math.pow(ratio, ratio > 1.0 ? l + 1 - layers : l));
    return precisions;
  }

  /** π_1 … π_{L−1}. */
  static double[] hidden(double[] precisions) {
    return Arrays.copyOf(precisions, precisions.length - 1);
  }

  /** λ. */
  static double lambda(double[] precisions) {
    return precisions[precisions.length - 1];
  }

  /**
   * The slopes of log error against log ρ between neighbours.
   *
   * @param ratios two or more
   * @param error at a ratio
   * @return one fewer than ratios
   */
  static List<Double> slopes(double[] ratios, DoubleUnaryOperator error) {
    List<Double> slopes = new ArrayList<>();
    double[] errors = Arrays.stream(ratios).map(error).toArray();
    for (int i = 1; i < ratios.length; i++) {
      slopes.add(Math.log(errors[i] / errors[i - 1]) / Math.log(ratios[i] / ratios[i - 1]));
    }
    return slopes;
  }
}
