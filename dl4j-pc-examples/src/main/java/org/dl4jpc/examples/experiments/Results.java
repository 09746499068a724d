// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dl4jpc.examples.report.PlotReport;

/** Writes what an experiment has measured: CSV, and HTML with a plot and a table. */
final class Results {
  private static final List<String> HEADER =
      List.of("series", "x", "mean", "standard deviation", "seeds", "paper");

  private Results() {}

  /**
   * Writes both files.
   *
   * @param directory that exists
   * @param experiment what was run
   * @param budget how much of it
   * @param measurements its outcome
   * @throws IOException if a file cannot be written
   */
  static void write(
      Path directory, Experiment experiment, Budget budget, List<Measurement> measurements)
      throws IOException {
    List<List<String>> rows = measurements.stream().map(Results::row).toList();
    List<String> csv = new ArrayList<>(List.of(String.join(",", HEADER)));
    rows.forEach(row -> csv.add(quote(row.get(0)) + "," + String.join(",", row.subList(1, 6))));
    Files.write(directory.resolve(experiment.id() + ".csv"), csv);
    PlotReport.write(
        directory.resolve(experiment.id() + ".html"),
        experiment.title(),
        List.of(
            "Claim: " + experiment.claim(),
            "Settings ("
                + budget.name().toLowerCase(Locale.ROOT)
                + "): "
                + experiment.settings(budget)),
        plot(experiment, measurements),
        HEADER,
        rows);
  }

  private static PlotReport.Plot plot(Experiment experiment, List<Measurement> measurements) {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (Measurement m : measurements) {
      lines
          .computeIfAbsent(m.series(), name -> new ArrayList<>())
          .add(new double[] {m.x(), m.mean()});
    }
    double most = measurements.stream().mapToDouble(Measurement::x).max().orElse(1.0);
    double least = measurements.stream().mapToDouble(Measurement::x).min().orElse(1.0);
    boolean decades = least > 0.0 && most / least >= 1000.0;
    return new PlotReport.Plot(
        experiment.xTitle(), experiment.yTitle(), decades, experiment.isLogarithmic(), lines);
  }

  private static List<String> row(Measurement m) {
    return List.of(
        m.series(),
        number(m.x()),
        number(m.mean()),
        number(m.deviation()),
        Integer.toString(m.values().size()),
        m.paper().isPresent() ? number(m.paper().getAsDouble()) : "");
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "diverged" : String.format(Locale.ROOT, "%.5g", value);
  }

  private static String quote(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
