// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

/**
 * A small grey canvas that antialiased strokes of a round pen are drawn on.
 *
 * <p>The coverage of a pixel is that of a half-plane at the same distance from the stroke's centre
 * line: {@code clamp(width / 2 + 1/2 - distance, 0, 1)}. Only additions, multiplications, divisions
 * and square roots occur, which Java rounds alike everywhere; that is why Java2D, whose rasteriser
 * changes between releases, is not used for the embedded data set.
 */
final class Canvas {

  private final int side;
  private final double[] ink;

  /**
   * Makes a blank canvas.
   *
   * @param side pixels in each direction
   */
  Canvas(int side) {
    this.side = side;
    this.ink = new double[side * side];
  }

  /** {@return how much ink is on a pixel, 0 to 1; pixels are counted row by row} */
  double ink(int pixel) {
    return ink[pixel];
  }

  /**
   * Draws a stroke.
   *
   * @param stroke in pixels; (0, 0) is the upper left corner of the upper left pixel
   * @param width of the pen in pixels
   */
  void draw(Stroke stroke, double width) {
    Stroke.Point[] polygon = stroke.polygon();
    for (int i = 1; i < polygon.length; i++) {
      drawSegment(polygon[i - 1], polygon[i], width / 2 + .5);
    }
  }

  private void drawSegment(Stroke.Point a, Stroke.Point b, double reach) {
    int top = pixel(Math.min(a.y(), b.y()) - reach);
    int bottom = pixel(Math.max(a.y(), b.y()) + reach);
    int left = pixel(Math.min(a.x(), b.x()) - reach);
    int right = pixel(Math.max(a.x(), b.x()) + reach);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double coverage = reach - distance(column + .5, row + .5, a, b);
        int at = row * side + column;
        ink[at] = Math.max(ink[at], Math.min(1, coverage));
      }
    }
  }

  private int pixel(double position) {
    return Math.max(0, Math.min(side - 1, (int) Math.floor(position)));
  }

  private static double distance(double x, double y, Stroke.Point a, Stroke.Point b) {
    double dx = b.x() - a.x();
    double dy = b.y() - a.y();
    double length2 = dx * dx + dy * dy;
    double along = length2 == 0 ? 0 : ((x - a.x()) * dx + (y - a.y()) * dy) / length2;
    double t = Math.max(0, Math.min(1, along));
    double ex = x - a.x() - t * dx;
    double ey = y - a.y() - t * dy;
    return Math.sqrt(ex * ex + ey * ey);
  }
}
