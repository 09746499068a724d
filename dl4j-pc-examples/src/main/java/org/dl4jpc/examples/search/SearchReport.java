// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dl4jpc.arbiter.CandidateReport;
import org.dl4jpc.examples.report.PlotReport;

/** What a search has found, as a table and a plot. */
final class SearchReport {
  private final List<Trial> trials;

  /** Of the candidates that differ, the best first and those that failed last. */
  SearchReport(SearchSpace space, List<CandidateReport> candidates) {
    List<Trial> distinct = new ArrayList<>();
    for (CandidateReport candidate : candidates) {
      Trial trial = space.trial(candidate);
      if (distinct.stream().noneMatch(trial::repeats)) {
        distinct.add(trial);
      }
    }
    trials =
        distinct.stream()
            .sorted(
                Comparator.comparingDouble(
                    trial -> trial.failed() ? Double.POSITIVE_INFINITY : -trial.accuracy()))
            .toList();
  }

  private List<List<String>> rows() {
    return trials.stream().map(Trial::cells).toList();
  }

  /** The table for a terminal. */
  String toText() {
    List<List<String>> lines = new ArrayList<>(List.of(Trial.HEADER));
    lines.addAll(rows());
    int[] widths =
        IntStream.range(0, Trial.HEADER.size())
            .map(i -> lines.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    return lines.stream()
        .map(
            line ->
                IntStream.range(0, widths.length)
                    .mapToObj(i -> line.get(i) + " ".repeat(widths[i] - line.get(i).length()))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /**
   * Writes table and plot.
   *
   * @param file to write
   * @param text paragraphs above them
   * @throws IOException if it cannot be written
   */
  void write(Path file, List<String> text) throws IOException {
    PlotReport.Plot plot =
        new PlotReport.Plot(
            "learning rate", "validation accuracy, best step size (%)", false, false, lines());
    PlotReport.write(file, "Search over learning rules", text, plot, Trial.HEADER, rows());
  }

  /** The best over step sizes at each learning rate. */
  private Map<String, List<double[]>> lines() {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (String algorithm : SearchSpace.algorithms()) {
      Map<Double, Double> best = new TreeMap<>();
      trials.stream()
          .filter(trial -> trial.algorithm().equals(algorithm) && !trial.failed())
          .forEach(trial -> best.merge(trial.learningRate(), 100.0 * trial.accuracy(), Math::max));
      List<double[]> points = new ArrayList<>();
      best.forEach((rate, accuracy) -> points.add(new double[] {rate, accuracy}));
      if (!points.isEmpty()) {
        lines.put(algorithm, points);
      }
    }
    return lines;
  }
}
