// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui.chart;

import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * A line of a chart. Immutable.
 *
 * @param name in the legend
 * @param x of each point
 * @param y of each point
 */
public record Line(String name, List<Double> x, List<Double> y) {

  /**
   * Copies the points.
   *
   * @param name in the legend
   * @param x of each point
   * @param y of each point
   * @throws IllegalArgumentException if there are not as many x as y
   */
  public Line {
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          "line %s has %d x and %d y, must be as many".formatted(name, x.size(), y.size()));
    }
    x = List.copyOf(x);
    y = List.copyOf(y);
  }

  /**
   * A line through (first, y_0), (first + 1, y_1), …
   *
   * @param name in the legend
   * @param first x of the first point
   * @param y of each point
   * @return the line
   */
  public static Line from(String name, int first, List<Double> y) {
    return new Line(
        name, IntStream.range(first, first + y.size()).mapToObj(i -> (double) i).toList(), y);
  }

  /**
   * This line without the points that a chart cannot show.
   *
   * @param shown of a y
   * @return a new line
   */
  public Line where(DoublePredicate shown) {
    return select(IntStream.range(0, y.size()).filter(i -> shown.test(y.get(i))));
  }

  /**
   * This line with every k-th point and the last one, so that few enough are left.
   *
   * @param most points
   * @return a new line
   */
  public Line thinned(int most) {
    int stride = Math.max(1, (y.size() + most - 1) / most);
    int last = y.size() - 1;
    return select(IntStream.rangeClosed(0, last).filter(i -> (last - i) % stride == 0));
  }

  private Line select(IntStream points) {
    int[] kept = points.toArray();
    return new Line(
        name,
        IntStream.of(kept).mapToObj(x::get).toList(),
        IntStream.of(kept).mapToObj(y::get).toList());
  }
}
