// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

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
