// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dl4jpc.trainers.InferenceHistory;
import org.dl4jpc.trainers.InferenceStats;
import org.dl4jpc.trainers.NodeStats;
import org.dl4jpc.ui.chart.Html;

/**
 * A report of what inference did during training: one HTML file with its style and its charts (SVG)
 * in it. It has no script and loads nothing.
 */
public final class InferenceReport {

  private InferenceReport() {}

  /**
   * Writes a report.
   *
   * @param file to write or overwrite
   * @param title of the page
   * @param history what an {@code InferenceListener} has reported
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, String title, InferenceHistory history) throws IOException {
    Files.writeString(file, html(title, "", history.all()));
  }

  /**
   * The page.
   *
   * @param title of the page
   * @param head more elements of its head
   * @param all what has been reported
   * @return HTML
   */
  static String html(String title, String head, List<InferenceStats> all) {
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>%2$s
    <style>
    body { font: 16px/1.5 sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
    table { border-collapse: collapse; } th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #ddd; }
    th:first-child, td:first-child { text-align: left; } svg { max-width: 100%%; height: auto; }
    </style></head><body>
    <h1>%1$s</h1>
    %3$s
    </body></html>
    """
        .formatted(
            Html.escape(title),
            head,
            all.isEmpty() ? "<p>Nothing has been reported yet.</p>" : body(all));
  }

  private static String body(List<InferenceStats> all) {
    InferenceCharts charts = new InferenceCharts(all);
    List<String> parts = new ArrayList<>();
    parts.add(latest(all.get(all.size() - 1)));
    parts.add(section("Energy after inference", charts.energy()));
    parts.add(section("Errors after inference", charts.errors()));
    if (charts.hasSteps()) {
      parts.add(section("Energy during inference", charts.inference()));
      parts.add(section("Inference steps", charts.steps()));
    }
    if (charts.hasCosines()) {
      all.stream()
          .filter(stats -> !stats.gradients().isEmpty())
          .reduce((a, b) -> b)
          .map(InferenceReport::gradients)
          .ifPresent(parts::add);
      parts.add(section("Cosine to backpropagation's gradient", charts.cosines()));
    }
    return String.join("\n", parts);
  }

  private static String section(String title, String chart) {
    return "<h2>%s</h2>\n<figure>%s</figure>".formatted(Html.escape(title), chart);
  }

  private static String latest(InferenceStats stats) {
    String rows =
        stats.nodes().stream().map(node -> row(node, stats)).collect(Collectors.joining("\n"));
    return """
    <p>Latest report: iteration %d, epoch %d, %d samples, %d inference steps: %s.</p>
    <table><thead><tr><th>node</th><th>energy a sample</th><th>‖ε‖ / √B</th></tr></thead><tbody>
    %s
    <tr><td>output</td><td>%s</td><td></td></tr>
    </tbody></table>\
    """
        .formatted(
            stats.iteration(),
            stats.epoch(),
            stats.samples(),
            stats.steps(),
            stats.stopReason().remedy(),
            rows,
            number(stats.outputEnergy() / stats.samples()));
  }

  private static String row(NodeStats node, InferenceStats stats) {
    return "<tr><td>%s</td><td>%s</td><td>%s</td></tr>"
        .formatted(
            Html.escape(node.name()),
            number(node.energy() / stats.samples()),
            number(node.errorNorm() / Math.sqrt((double) stats.samples())));
  }

  /** The latest comparison of gradients. */
  private static String gradients(InferenceStats stats) {
    String rows =
        stats.gradients().stream()
            .map(
                layer ->
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
                        .formatted(
                            Html.escape(layer.layer()),
                            number(layer.norm()),
                            number(layer.backpropNorm()),
                            number(layer.cosine())))
            .collect(Collectors.joining("\n"));
    return """
    <h2>Gradients</h2>
    <p>Iteration %d: the rule's gradient and backpropagation's, summed over the minibatch.</p>
    <table><thead><tr><th>layer</th><th>‖g‖</th><th>‖g<sub>BP</sub>‖</th><th>cosine</th></tr></thead><tbody>
    %s
    <tr><td>all weights</td><td></td><td></td><td>%s</td></tr>
    </tbody></table>\
    """
        .formatted(stats.iteration(), rows, number(stats.cosineToBackprop().orElseThrow()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
