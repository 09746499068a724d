// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dl4jpc.examples.report.PlotReport;

/**
 * A line chart that a cell shows: the last expression of a cell, or {@code display(figure)}.
 * Immutable.
 */
public final class Figure implements DisplayDataRenderable {

  private final String title;
  private final PlotReport.Plot plot;

  private Figure(String title, PlotReport.Plot plot) {
    this.title = title;
    this.plot = plot;
  }

  /**
   * An empty chart.
   *
   * @param title what it shows; where pictures are not shown, this is
   * @param xTitle what the x axis shows
   * @param yTitle what the y axis shows
   * @return the chart
   */
  public static Figure of(String title, String xTitle, String yTitle) {
    return new Figure(title, new PlotReport.Plot(xTitle, yTitle, false, false, Map.of()));
  }

  /**
   * Shows the decimal logarithm of x.
   *
   * @return the new chart
   */
  public Figure logarithmicX() {
    return with(true, plot.logarithmicY(), plot.lines());
  }

  /**
   * Makes the y axis logarithmic; points that are not above 0 are left out.
   *
   * @return the new chart
   */
  public Figure logarithmicY() {
    return with(plot.logarithmicX(), true, plot.lines());
  }

  /**
   * Adds a line over 0, 1, …
   *
   * @param name in the legend
   * @param y of the points
   * @return the new chart
   */
  public Figure line(String name, double[] y) {
    return line(name, IntStream.range(0, y.length).asDoubleStream().toArray(), y);
  }

  /**
   * Adds a line.
   *
   * @param name in the legend
   * @param x of the points
   * @param y of the points
   * @return the new chart
   * @throws IllegalArgumentException if there are more of one than of the other
   */
  public Figure line(String name, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "line %s has %d x and %d y, must be as many".formatted(name, x.length, y.length));
    }
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      points.add(new double[] {x[i], y[i]});
    }
    Map<String, List<double[]>> lines = new LinkedHashMap<>(plot.lines());
    lines.put(name, points);
    return with(plot.logarithmicX(), plot.logarithmicY(), Collections.unmodifiableMap(lines));
  }

  private Figure with(boolean logX, boolean logY, Map<String, List<double[]>> lines) {
    return new Figure(title, new PlotReport.Plot(plot.xTitle(), plot.yTitle(), logX, logY, lines));
  }

  /**
   * Draws the chart.
   *
   * @return an svg element
   */
  public String svg() {
    return PlotReport.svg(
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), title, plot);
  }

  @Override
  public void render(RenderContext context) {
    context.renderIfRequested(MIMEType.IMAGE_SVG, () -> svg());
  }

  /** {@return the title} */
  @Override
  public String toString() {
    return title;
  }
}
