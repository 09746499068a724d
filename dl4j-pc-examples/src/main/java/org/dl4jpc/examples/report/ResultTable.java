// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dl4jpc.examples.compare.ComparisonOutcome;
import org.dl4jpc.examples.compare.Result;

/**
 * The table of a comparison: a row an algorithm. Immutable.
 *
 * <p>Columns: test accuracy after the last epoch; median time of a training step; median of the
 * steps' ratios to backprop's time; ‖θ − θ_bp‖ / ‖θ_bp‖ after training; how many test images are
 * put into the same class as by backprop.
 */
public final class ResultTable {

  private static final String NOTHING = "-";

  private static final List<String> HEADER =
      List.of(
          "Algorithm",
          "Test accuracy",
          "Time a step",
          "Ratio to backprop",
          "Distance to backprop's weights",
          "Same predictions");

  private final List<List<String>> rows;

  private ResultTable(List<List<String>> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * Makes the table.
   *
   * @param outcome of the comparison
   * @param testImages number of test images
   * @return the table
   */
  public static ResultTable of(ComparisonOutcome outcome, int testImages) {
    return new ResultTable(
        outcome.results().stream().map(result -> row(result, testImages)).toList());
  }

  private static List<String> row(Result result, int testImages) {
    return List.of(
        result.algorithm().title(),
        format("%.2f %%", 100 * result.accuracy()),
        format("%.2f ms", result.stepMillis()),
        versus(result, v -> format("%.2f", v.timeRatio())),
        versus(result, v -> v.distance() == 0 ? "0" : format("%.2g", v.distance())),
        versus(result, v -> format("%,d of %,d", v.samePredictions(), testImages)));
  }

  private static String versus(Result result, Function<Result.Versus, String> format) {
    return result.versus().map(format).orElse(NOTHING);
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** {@return the column names} */
  public List<String> header() {
    return HEADER;
  }

  /** {@return the cells of each row} */
  public List<List<String>> rows() {
    return rows;
  }

  /** {@return the table in plain text, with columns lined up} */
  public String toText() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    lines.addAll(rows);
    int[] widths =
        IntStream.range(0, HEADER.size())
            .map(
                column ->
                    lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    return lines.stream()
        .map(line -> toText(line, widths))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** The first column to the left, numbers to the right. */
  private static String toText(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String padding = " ".repeat(widths[column] - cells.get(column).length());
      line.append(column == 0 ? cells.get(0) + padding : "  " + padding + cells.get(column));
    }
    return line.toString();
  }
}
