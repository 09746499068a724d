// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;

/** A line chart in the style of the reports. */
public final class LineChart {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 400;
  private static final int X_TICK_SPACING = 110;
  private static final int LABELLED_POINTS = 21;
  private static final double UNEVENNESS = 1e-3;
  private static final int MARKER_SIZE = 8;
  private static final float[] DASHES = {6.0f, 5.0f};
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Font NORMAL = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Color INK = new Color(0x222222);
  private static final Color GRID = new Color(0xe2e2e2);

  private final XYChart chart;

  /**
   * Makes an empty chart.
   *
   * @param xTitle what the x axis shows, with its unit
   * @param yTitle what the y axis shows, with its unit
   */
  public LineChart(String xTitle, String yTitle) {
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(Styler.ChartTheme.XChart)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    colour(chart.getStyler());
    write(chart.getStyler());
  }

  private static void colour(XYStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setChartFontColor(INK);
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(INK);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setMarkerSize(MARKER_SIZE);
  }

  private static void write(XYStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler.setChartTitleVisible(false);
    styler.setBaseFont(SMALL);
    styler.setAxisTickLabelsFont(SMALL);
    styler.setAxisTitleFont(NORMAL);
    styler.setLegendFont(NORMAL);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setLegendPadding(10);
    styler.setLegendSeriesLineLength(30);
    styler.setXAxisTickMarkSpacingHint(X_TICK_SPACING);
  }

  /**
   * Makes the y axis logarithmic; only values above 0 can be shown then.
   *
   * @return this
   */
  public LineChart logarithmic() {
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmicDecadeOnly(true);
    chart
        .getStyler()
        .setYAxisTickLabelsFormattingFunction(
            value -> String.format(Locale.ROOT, "1e%d", Math.round(Math.log10(value))));
    return this;
  }

  /**
   * Lets both axes start at 0.
   *
   * @return this
   */
  public LineChart fromZero() {
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setYAxisMin(0.0);
    return this;
  }

  /**
   * Adds a line; one without points is left out.
   *
   * @param line to show
   * @param pen how
   */
  public void add(Line line, Pen pen) {
    if (line.x().isEmpty()) {
      return;
    }
    XYSeries series = chart.addSeries(line.name(), unevenly(line.x()), line.y());
    series.setLineColor(pen.color());
    series.setMarkerColor(pen.color());
    series.setMarker(pen.marker());
    series.setLineStyle(stroke(pen));
  }

  private static BasicStroke stroke(Pen pen) {
    return pen.dashed()
        ? new BasicStroke(
            pen.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10.0f, DASHES, 0.0f)
        : new BasicStroke(pen.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /**
   * XChart puts labels at every n-th point, not at round numbers, if all points are equally far
   * apart. Moving the first one a little avoids that.
   */
  private static List<Double> unevenly(List<Double> x) {
    if (x.size() <= LABELLED_POINTS) {
      return x;
    }
    List<Double> moved = new ArrayList<>(x);
    moved.set(0, x.get(0) + UNEVENNESS);
    return moved;
  }

  /**
   * Draws the chart.
   *
   * @param id unique in the page
   * @param title what the chart shows, for screen readers
   * @return an svg element
   */
  public String toSvg(String id, String title) {
    return Svg.draw(id, title, WIDTH, HEIGHT, graphics -> chart.paint(graphics, WIDTH, HEIGHT));
  }
}
