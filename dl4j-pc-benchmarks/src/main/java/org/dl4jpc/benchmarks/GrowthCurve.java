// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** Times over sizes, and the power of the size that they follow. */
final class GrowthCurve {
  private final List<double[]> points = new ArrayList<>();

  /**
   * Adds a point.
   *
   * @param size larger than those before
   * @param millis time of a step
   */
  void add(double size, double millis) {
    points.add(new double[] {size, millis});
  }

  List<double[]> points() {
    return List.copyOf(points);
  }

  String pointsAsText() {
    return points.stream()
        .map(point -> "%.0f: %.2f".formatted(point[0], point[1]))
        .collect(Collectors.joining(", "));
  }

  /** {@return p of the least squares fit of log time = p · log size + c} */
  double exponent() {
    return fit(points);
  }

  /**
   * The same for t(n) − t(n₀) over n − n₀, so that what every step costs does not hide the growth.
   *
   * @return p
   */
  double exponentBeyondSmallest() {
    double[] first = points.get(0);
    return fit(
        points.subList(1, points.size()).stream()
            .map(point -> new double[] {point[0] - first[0], point[1] - first[1]})
            .filter(point -> point[1] > 0)
            .toList());
  }

  private static double fit(List<double[]> points) {
    SimpleRegression regression = new SimpleRegression();
    points.forEach(point -> regression.addData(Math.log(point[0]), Math.log(point[1])));
    return regression.getSlope();
  }
}
