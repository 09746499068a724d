// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.report;

import java.awt.Color;
import java.util.List;
import org.dl4jpc.examples.compare.Algorithm;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How a line is drawn. Colours have a contrast of at least 3 : 1 against white and differ for
 * colour-blind people too; width or marker tell lines apart without colour.
 *
 * @param color of line and marker
 * @param width in pixels
 * @param marker of the points
 * @param dashed whether the line is dashed
 */
record Pen(Color color, float width, Marker marker, boolean dashed) {

  private static final float BROAD = 9;
  private static final float MEDIUM = 5;
  private static final float NORMAL = 2;
  private static final Color INK = new Color(0x222222);
  private static final Color BLUE = new Color(0x4a90c8);
  private static final Color RED = new Color(0xb03a00);

  private static final List<Pen> LAYERS =
      List.of(
          new Pen(new Color(0x0072b2), NORMAL, SeriesMarkers.CIRCLE),
          new Pen(new Color(0xc04d00), NORMAL, SeriesMarkers.SQUARE),
          new Pen(new Color(0x007a5a), NORMAL, SeriesMarkers.TRIANGLE_UP),
          new Pen(new Color(0xa03a78), NORMAL, SeriesMarkers.DIAMOND),
          new Pen(new Color(0x6b5b00), NORMAL, SeriesMarkers.TRIANGLE_DOWN));

  private Pen(Color color, float width, Marker marker) {
    this(color, width, marker, false);
  }

  /**
   * The pen of an algorithm: backprop's is broad, so that a line on top of it leaves it visible.
   */
  static Pen of(Algorithm algorithm) {
    return switch (algorithm) {
      case BACKPROP -> new Pen(BLUE, BROAD, SeriesMarkers.NONE);
      case ZIL -> new Pen(RED, MEDIUM, SeriesMarkers.NONE);
      case IL -> new Pen(INK, NORMAL, SeriesMarkers.SQUARE);
    };
  }

  /** The pen of a layer, counted from 0 at the input; dashed where the colours begin again. */
  static Pen ofLayer(int layer) {
    Pen pen = LAYERS.get(layer % LAYERS.size());
    return layer < LAYERS.size() ? pen : new Pen(pen.color, pen.width, pen.marker, true);
  }

  /** The pen of a total. */
  static Pen ofTotal() {
    return new Pen(INK, NORMAL, SeriesMarkers.NONE);
  }

  /** This pen without markers, for lines of many points. */
  Pen unmarked() {
    return new Pen(color, width, SeriesMarkers.NONE, dashed);
  }
}
