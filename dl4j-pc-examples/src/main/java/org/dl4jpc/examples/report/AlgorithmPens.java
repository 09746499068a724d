// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.report;

import java.awt.Color;
import org.dl4jpc.examples.compare.Algorithm;
import org.dl4jpc.ui.chart.Pen;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How the line of each algorithm is drawn. */
final class AlgorithmPens {

  private static final float BROAD = 9;
  private static final float MEDIUM = 5;
  private static final float NORMAL = 2;
  private static final Color INK = new Color(0x222222);
  private static final Color BLUE = new Color(0x4a90c8);
  private static final Color RED = new Color(0xb03a00);

  private AlgorithmPens() {}

  /** Backprop's line is broad, so that one on top of it leaves it visible. */
  static Pen of(Algorithm algorithm) {
    return switch (algorithm) {
      case BACKPROP -> new Pen(BLUE, BROAD, SeriesMarkers.NONE);
      case ZIL -> new Pen(RED, MEDIUM, SeriesMarkers.NONE);
      case IL -> new Pen(INK, NORMAL, SeriesMarkers.SQUARE);
    };
  }
}
