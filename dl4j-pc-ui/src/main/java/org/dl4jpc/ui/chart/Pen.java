// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui.chart;

import java.awt.Color;
import java.util.List;
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
public record Pen(Color color, float width, Marker marker, boolean dashed) {

  private static final float NORMAL = 2;
  private static final Color INK = new Color(0x222222);
  private static final List<Pen> LAYERS =
      List.of(
          new Pen(new Color(0x0072b2), NORMAL, SeriesMarkers.CIRCLE),
          new Pen(new Color(0xc04d00), NORMAL, SeriesMarkers.SQUARE),
          new Pen(new Color(0x007a5a), NORMAL, SeriesMarkers.TRIANGLE_UP),
          new Pen(new Color(0xa03a78), NORMAL, SeriesMarkers.DIAMOND),
          new Pen(new Color(0x6b5b00), NORMAL, SeriesMarkers.TRIANGLE_DOWN));

  /**
   * An undashed pen.
   *
   * @param color of line and marker
   * @param width in pixels
   * @param marker of the points
   */
  public Pen(Color color, float width, Marker marker) {
    this(color, width, marker, false);
  }

  /**
   * The pen of a layer; dashed where the colours begin again.
   *
   * @param layer counted from 0 at the input
   * @return the pen
   */
  public static Pen ofLayer(int layer) {
    Pen pen = LAYERS.get(layer % LAYERS.size());
    return layer < LAYERS.size() ? pen : new Pen(pen.color, pen.width, pen.marker, true);
  }

  /**
   * The pen of a total.
   *
   * @return the pen
   */
  public static Pen ofTotal() {
    return new Pen(INK, NORMAL, SeriesMarkers.NONE);
  }

  /**
   * This pen without markers, for lines of many points.
   *
   * @return a new pen
   */
  public Pen unmarked() {
    return new Pen(color, width, SeriesMarkers.NONE, dashed);
  }
}
