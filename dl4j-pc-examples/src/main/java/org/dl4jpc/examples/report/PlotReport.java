// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dl4jpc.ui.chart.Html;
import org.dl4jpc.ui.chart.Line;
import org.dl4jpc.ui.chart.LineChart;
import org.dl4jpc.ui.chart.Pen;

/** A report of one plot and one table: an HTML file that loads nothing. */
public final class PlotReport {

  private static final int MAX_MARKED_POINTS = 40;

  /**
   * What the plot shows.
   *
   * @param xTitle what the x axis shows, with its unit
   * @param yTitle what the y axis shows, with its unit
   * @param logarithmicX whether x is shown as its decimal logarithm
   * @param logarithmicY whether the y axis is logarithmic
   * @param lines name, x and y of each line; points that are not finite are left out
   */
  public record Plot(
      String xTitle,
      String yTitle,
      boolean logarithmicX,
      boolean logarithmicY,
      Map<String, List<double[]>> lines) {}

  private PlotReport() {}

  /**
   * Writes a report.
   *
   * @param file to write or overwrite
   * @param title of the page
   * @param text paragraphs under it
   * @param plot to draw
   * @param header of the table
   * @param rows of the table
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path file,
      String title,
      List<String> text,
      Plot plot,
      List<String> header,
      List<List<String>> rows)
      throws IOException {
    String page =
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
        <style>
        body { font: 16px/1.5 sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; } th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #ddd; }
        th:first-child, td:first-child { text-align: left; } svg { max-width: 100%%; height: auto; }
        </style></head><body>
        <h1>%1$s</h1>
        %2$s
        <figure>%3$s</figure>
        <table><thead>%4$s</thead><tbody>
        %5$s
        </tbody></table>
        </body></html>
        """
            .formatted(
                Html.escape(title),
                text.stream()
                    .map(paragraph -> "<p>" + Html.escape(paragraph) + "</p>")
                    .collect(Collectors.joining("\n")),
                svg("plot", title, plot),
                row("th", header),
                rows.stream().map(cells -> row("td", cells)).collect(Collectors.joining("\n")));
    Files.writeString(file, page);
  }

  /**
   * Draws a plot.
   *
   * @param id unique in the page
   * @param title what the plot shows, for screen readers
   * @param plot to draw
   * @return an svg element
   */
  public static String svg(String id, String title, Plot plot) {
    String xTitle = plot.logarithmicX() ? "log10 of " + plot.xTitle() : plot.xTitle();
    LineChart chart = new LineChart(xTitle, plot.yTitle());
    if (plot.logarithmicY()) {
      chart.logarithmic();
    }
    int pen = 0;
    for (Map.Entry<String, List<double[]>> line : plot.lines().entrySet()) {
      Line shown = line(line.getKey(), line.getValue(), plot);
      boolean marked = shown.x().size() <= MAX_MARKED_POINTS;
      chart.add(shown, marked ? Pen.ofLayer(pen++) : Pen.ofLayer(pen++).unmarked());
    }
    return chart.toSvg(id, title);
  }

  private static Line line(String name, List<double[]> points, Plot plot) {
    List<double[]> shown =
        points.stream()
            .filter(p -> Double.isFinite(p[1]) && (p[1] > 0 || !plot.logarithmicY()))
            .toList();
    return new Line(
        name,
        shown.stream().map(p -> plot.logarithmicX() ? Math.log10(p[0]) : p[0]).toList(),
        shown.stream().map(p -> p[1]).toList());
  }

  private static String row(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<" + tag + ">" + Html.escape(cell) + "</" + tag + ">")
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }
}
