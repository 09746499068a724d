// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dl4jpc.examples.compare.ComparisonOutcome;
import org.dl4jpc.examples.compare.EnergyTrace;
import org.dl4jpc.ui.chart.Html;

/**
 * The report of a comparison: one HTML file with its style and its charts (SVG) in it. It has no
 * script and loads nothing.
 */
public final class HtmlReport {

  private static final String TEMPLATE = "report.html";
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)\\}\\}");

  private HtmlReport() {}

  /**
   * Writes a report.
   *
   * @param file to write or overwrite
   * @param outcome of the comparison
   * @param table of the results
   * @param settings name and value of each setting, in the order to show them in
   * @param environment name and value of each fact about what it ran on
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path file,
      ComparisonOutcome outcome,
      ResultTable table,
      Map<String, String> settings,
      Map<String, String> environment)
      throws IOException {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(
        "algorithms",
        Html.escape(
            outcome.results().stream()
                .map(result -> result.algorithm().title())
                .collect(Collectors.joining(", "))));
    parts.put("header", tableHeader(table.header()));
    parts.put(
        "rows", table.rows().stream().map(HtmlReport::tableRow).collect(Collectors.joining()));
    parts.put("loss", Charts.loss(outcome));
    parts.put("accuracy", Charts.accuracy(outcome));
    parts.put("energy", outcome.energy().map(HtmlReport::energySection).orElse(""));
    parts.put("settings", definitions(settings));
    parts.put("environment", definitions(environment));
    Files.writeString(file, fill(template(), parts));
  }

  private static String template() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String fill(String template, Map<String, String> parts) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    Objects.requireNonNull(parts.get(place.group(1)), place.group(1))));
  }

  private static String energySection(EnergyTrace trace) {
    return """
    <section>
      <h2>Energy a layer during inference (IL)</h2>
      <figure>
        %s
        <figcaption>A minibatch of test images in the network that IL trained. At step 0 every node
        stands at its prediction and all energy is the loss at the output; inference spreads it over
        the layers. On a logarithmic axis a layer's line starts where its energy first differs from 0.</figcaption>
      </figure>
    </section>
    """
        .formatted(Charts.energy(trace));
  }

  private static String tableHeader(List<String> cells) {
    return cells.stream()
        .map(cell -> "<th scope=\"col\">" + Html.escape(cell) + "</th>")
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  private static String tableRow(List<String> cells) {
    return cells.stream()
        .skip(1)
        .map(cell -> "<td>" + Html.escape(cell) + "</td>")
        .collect(
            Collectors.joining(
                "", "<tr><th scope=\"row\">" + Html.escape(cells.get(0)) + "</th>", "</tr>\n"));
  }

  private static String definitions(Map<String, String> facts) {
    return facts.entrySet().stream()
        .map(
            fact ->
                "<dt>%s</dt><dd>%s</dd>"
                    .formatted(Html.escape(fact.getKey()), Html.escape(fact.getValue())))
        .collect(Collectors.joining("\n"));
  }
}
