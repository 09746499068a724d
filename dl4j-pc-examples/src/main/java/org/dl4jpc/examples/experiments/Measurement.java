// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One point of an experiment: a value for each seed, and the paper's.
 *
 * @param series what is compared, such as the rule
 * @param x the setting
 * @param values one a seed; NaN for a run that diverged
 * @param paper the paper's value, if it has one for this point
 */
record Measurement(String series, double x, List<Double> values, OptionalDouble paper) {

  Measurement {
    values = List.copyOf(values);
  }

  /** A point that the paper has no number for. */
  static Measurement of(String series, double x, List<Double> values) {
    return new Measurement(series, x, values, OptionalDouble.empty());
  }

  /**
   * The points of a line.
   *
   * @param series its name
   * @param x of each point
   * @param seeds for each seed a value a point
   * @param paper the paper's value of the last point, if it has one
   * @return as many as x
   */
  static List<Measurement> line(
      String series, List<Integer> x, List<List<Double>> seeds, OptionalDouble paper) {
    List<Measurement> line = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      int at = i;
      List<Double> values = seeds.stream().map(curve -> curve.get(at)).toList();
      boolean last = i == x.size() - 1;
      line.add(new Measurement(series, x.get(i), values, last ? paper : OptionalDouble.empty()));
    }
    return line;
  }

  /** {@return the mean over the seeds} */
  double mean() {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** {@return the standard deviation over the seeds, 0 for one} */
  double deviation() {
    double mean = mean();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return values.size() < 2 ? 0.0 : Math.sqrt(squares / (values.size() - 1));
  }
}
