// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.dl4jpc.examples.compare.Algorithm;
import org.dl4jpc.examples.compare.ComparisonOutcome;
import org.dl4jpc.examples.compare.EnergyTrace;
import org.dl4jpc.examples.compare.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Table and HTML report of an invented outcome. */
final class ReportTest {

  @TempDir private Path directory;

  private static ComparisonOutcome outcome() {
    return new ComparisonOutcome(
        List.of(
            result(Algorithm.BACKPROP, 12.345, new Result.Versus(1, 0, 1000)),
            result(Algorithm.ZIL, 6, new Result.Versus(.5, 1.23e-7, 1000)),
            result(Algorithm.IL, 1234.5, new Result.Versus(100, .25, 987))),
        Optional.of(trace()),
        Duration.ofSeconds(61));
  }

  private static Result result(Algorithm algorithm, double millis, Result.Versus versus) {
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      losses.add(i == 7 ? Double.NaN : 2.3 * Math.exp(-i / 100.0));
    }
    return new Result(algorithm, losses, List.of(.1, .905), millis, Optional.of(versus));
  }

  private static EnergyTrace trace() {
    Map<String, List<Double>> layers = new LinkedHashMap<>();
    layers.put("layer0 <conv> & \"more\"", List.of(0.0, 0.0, 1e-4));
    layers.put("never", List.of(0.0, 0.0, 0.0));
    layers.put("output", List.of(1.0, .9, .8));
    return new EnergyTrace(layers, List.of(1.0, .9, .8001));
  }

  private String report(ComparisonOutcome outcome) throws IOException {
    Path file = directory.resolve("report.html");
    HtmlReport.write(
        file,
        outcome,
        ResultTable.of(outcome, 1000),
        Map.of("Data set", "<b>\"Tom & Jerry\"</b>"),
        Map.of("Java", "17 {{rows}}"));
    return Files.readString(file);
  }

  private static List<Element> elements(String html)
      throws ParserConfigurationException, SAXException, IOException {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(html)));
    NodeList nodes = document.getElementsByTagName("*");
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<Attr> attributes(List<Element> elements) {
    List<Attr> attributes = new ArrayList<>();
    for (Element element : elements) {
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        attributes.add((Attr) element.getAttributes().item(i));
      }
    }
    return attributes;
  }

  @Test
  void reportIsWellFormedAndShowsEverything() throws Exception {
    String html = report(outcome());
    List<Element> elements = elements(html);
    assertThat(elements).filteredOn(e -> e.getTagName().equals("svg")).hasSize(3);
    assertThat(elements)
        .filteredOn(e -> e.getTagName().equals("td"))
        .extracting(Element::getTextContent)
        .contains("90.50 %", "12.35 ms", "1.2e-07", "0.25", "987 of 1,000", "100.00");
    assertThat(html)
        .contains("&lt;b&gt;&quot;Tom &amp; Jerry&quot;&lt;/b&gt;", "17 {{rows}}")
        .contains("<h1>One network, trained by backprop, Z-IL, IL</h1>");
  }

  @Test
  void reportLoadsNothing() throws Exception {
    List<Element> elements = elements(report(outcome()));
    assertThat(elements)
        .extracting(Element::getTagName)
        .doesNotContain("script", "link", "img", "image", "iframe", "use", "object", "base");
    assertThat(attributes(elements))
        .filteredOn(attribute -> !attribute.getName().startsWith("xmlns"))
        .noneMatch(attribute -> attribute.getValue().contains("//"))
        .noneMatch(attribute -> List.of("src", "href", "xlink:href").contains(attribute.getName()));
  }

  @Test
  void reportHasEachIdOnceAndRefersToNoOther() throws Exception {
    List<Attr> attributes = attributes(elements(report(outcome())));
    List<String> ids =
        attributes.stream().filter(a -> a.getName().equals("id")).map(Attr::getValue).toList();
    assertThat(ids).doesNotHaveDuplicates().contains("loss", "accuracy", "energy");
    assertThat(attributes)
        .filteredOn(attribute -> attribute.getValue().startsWith("url("))
        .isNotEmpty()
        .extracting(attribute -> attribute.getValue().replaceAll("url\\(#(.*)\\)", "$1"))
        .isSubsetOf(ids);
  }

  @Test
  void reportDoesWithoutIlAndBackprop() throws Exception {
    Result zil = new Result(Algorithm.ZIL, List.of(1.0), List.of(.5, .6), 3, Optional.empty());
    String html = report(new ComparisonOutcome(List.of(zil), Optional.empty(), Duration.ZERO));
    assertThat(elements(html)).filteredOn(e -> e.getTagName().equals("svg")).hasSize(2);
    assertThat(html).contains("<td>-</td>").doesNotContain("Energy a layer");
  }

  @Test
  void tableLinesUpItsColumns() {
    assertThat(ResultTable.of(outcome(), 1000).toText().lines())
        .containsExactly(
            "Algorithm  Test accuracy  Time a step  Ratio to backprop"
                + "  Distance to backprop's weights  Same predictions",
            "backprop         90.50 %     12.35 ms               1.00"
                + "                               0    1,000 of 1,000",
            "Z-IL             90.50 %      6.00 ms               0.50"
                + "                         1.2e-07    1,000 of 1,000",
            "IL               90.50 %   1234.50 ms             100.00"
                + "                            0.25      987 of 1,000");
  }
}
