// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * One stroke of a pen: points that it passes, joined by straight lines or by a Catmull-Rom spline.
 * Coordinates run from -1 to 1, x to the right, y downwards. Immutable.
 */
final class Stroke {

  private static final int PIECES = 6;

  private final boolean curved;
  private final Point[] points;

  private Stroke(boolean curved, Point... points) {
    this.curved = curved;
    this.points = points;
  }

  /** A point of the plane. */
  record Point(double x, double y) {

    Point plus(Point other, double weight) {
      return new Point(x + weight * other.x, y + weight * other.y);
    }
  }

  /** A stroke of straight lines through the points x1, y1, x2, y2, … */
  static Stroke line(double... xy) {
    return new Stroke(false, points(xy));
  }

  /** A curved stroke through the points x1, y1, x2, y2, … */
  static Stroke curve(double... xy) {
    return new Stroke(true, points(xy));
  }

  private static Point[] points(double... xy) {
    Point[] points = new Point[xy.length / 2];
    Arrays.setAll(points, i -> new Point(xy[2 * i], xy[2 * i + 1]));
    return points;
  }

  /** This stroke with each of its points moved. */
  Stroke map(UnaryOperator<Point> move) {
    return new Stroke(curved, Arrays.stream(points).map(move).toArray(Point[]::new));
  }

  /** The polygon that is drawn. */
  Point[] polygon() {
    if (!curved) {
      return points.clone();
    }
    Point[] polygon = new Point[(points.length - 1) * PIECES + 1];
    Arrays.setAll(polygon, i -> spline(i / PIECES, (double) (i % PIECES) / PIECES));
    return polygon;
  }

  /** The Catmull-Rom spline between points i and i + 1, at t in [0, 1). */
  private Point spline(int i, double t) {
    double t2 = t * t;
    double t3 = t2 * t;
    return new Point(0, 0)
        .plus(point(i - 1), (-t3 + 2 * t2 - t) / 2)
        .plus(point(i), (3 * t3 - 5 * t2 + 2) / 2)
        .plus(point(i + 1), (-3 * t3 + 4 * t2 + t) / 2)
        .plus(point(i + 2), (t3 - t2) / 2);
  }

  private Point point(int i) {
    return points[Math.max(0, Math.min(points.length - 1, i))];
  }
}
