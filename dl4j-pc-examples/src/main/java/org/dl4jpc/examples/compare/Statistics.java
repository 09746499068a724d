// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import java.util.ArrayList;
import java.util.List;

/** The little statistics that tables and charts need. */
public final class Statistics {

  private Statistics() {}

  /**
   * Returns the median, which a slow first step or a pause of the machine does not move.
   *
   * @param values at least one
   * @return the middle value, or the mean of the two middle ones
   * @throws IllegalArgumentException if there are no values
   */
  public static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values, a median needs at least one");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * Smooths a series by an exponential moving average, corrected for its start (as Adam's moments
   * are): s_i = Σ_j≤i β^(i−j) v_j / Σ_j≤i β^(i−j).
   *
   * @param values to smooth
   * @param beta weight of the past, 0 (no smoothing) to below 1
   * @return as many smoothed values
   * @throws IllegalArgumentException if {@code beta} is outside its range
   */
  public static List<Double> smooth(List<Double> values, double beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException("illegal beta " + beta + ", must be 0 to below 1");
    }
    List<Double> smoothed = new ArrayList<>(values.size());
    double sum = 0;
    double weight = 0;
    for (double value : values) {
      sum = beta * sum + value;
      weight = beta * weight + 1;
      smoothed.add(sum / weight);
    }
    return List.copyOf(smoothed);
  }
}
