// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.dl4jpc.trainers.InferenceStats;
import org.dl4jpc.ui.chart.Line;
import org.dl4jpc.ui.chart.LineChart;
import org.dl4jpc.ui.chart.Pen;

/** The charts of what inference did, each as an svg element. */
final class InferenceCharts {
  private static final int MAX_POINTS = 250;
  private static final String ITERATION = "iteration";

  private final List<InferenceStats> all;

  /**
   * Prepares charts.
   *
   * @param all reported, oldest first, not empty
   */
  InferenceCharts(List<InferenceStats> all) {
    this.all = all;
  }

  /** The values of one report, by the name of the line that each belongs to. */
  private interface Values extends BiConsumer<InferenceStats, Map<String, Double>> {}

  /** Energy of each node at the end of inference, over training. */
  String energy() {
    LineChart chart = new LineChart(ITERATION, "energy a sample (nats)").logarithmic();
    Values values =
        (stats, lines) -> {
          lines.put("total", stats.finalEnergy() / stats.samples());
          lines.put("output", stats.outputEnergy() / stats.samples());
          stats.nodes().forEach(node -> lines.put(node.name(), node.energy() / stats.samples()));
        };
    draw(chart, values, InferenceCharts::positive);
    return chart.toSvg("energy", "Energy of each node after inference over the iterations");
  }

  /** Error norm of each node at the end of inference, over training. */
  String errors() {
    LineChart chart = new LineChart(ITERATION, "‖ε‖ / √B").logarithmic();
    Values values =
        (stats, lines) ->
            stats
                .nodes()
                .forEach(
                    node ->
                        lines.put(
                            node.name(), node.errorNorm() / Math.sqrt((double) stats.samples())));
    draw(chart, values, InferenceCharts::positive);
    return chart.toSvg("errors", "Error norm of each node after inference over the iterations");
  }

  /** Whether inference took more than one step. */
  boolean hasSteps() {
    return all.stream().anyMatch(stats -> stats.steps() > 1);
  }

  /** Energy over the inference steps of the first, the middle and the last report. */
  String inference() {
    LineChart chart = new LineChart("inference step t", "F(t) / F(0)");
    int[] shown = IntStream.of(0, all.size() / 2, all.size() - 1).distinct().toArray();
    for (int i = 0; i < shown.length; i++) {
      InferenceStats stats = all.get(shown[i]);
      double start = stats.energy().get(0);
      List<Double> relative = stats.energy().stream().map(energy -> energy / start).toList();
      Line line = Line.from(ITERATION + " " + stats.iteration(), 0, relative);
      chart.add(line.where(Double::isFinite).thinned(MAX_POINTS), Pen.ofLayer(i).unmarked());
    }
    return chart.toSvg("inference", "Energy over the inference steps, early and late in training");
  }

  /** Inference steps taken, over training. */
  String steps() {
    LineChart chart = new LineChart(ITERATION, "inference steps").fromZero();
    draw(chart, (stats, lines) -> lines.put("steps", (double) stats.steps()), Double::isFinite);
    return chart.toSvg("steps", "Inference steps taken over the iterations");
  }

  /** Whether gradients were compared with backpropagation's. */
  boolean hasCosines() {
    return all.stream().anyMatch(stats -> !stats.gradients().isEmpty());
  }

  /** Cosine to backpropagation's gradient, over training. */
  String cosines() {
    LineChart chart = new LineChart(ITERATION, "cosine to backpropagation");
    Values values =
        (stats, lines) -> {
          stats.cosineToBackprop().ifPresent(cosine -> lines.put("all weights", cosine));
          stats.gradients().forEach(layer -> lines.put("layer " + layer.layer(), layer.cosine()));
        };
    draw(chart, values, Double::isFinite);
    return chart.toSvg("cosines", "Cosine between the rule's gradient and backpropagation's");
  }

  private static boolean positive(double y) {
    return y > 0 && Double.isFinite(y);
  }

  private void draw(LineChart chart, Values values, DoublePredicate shown) {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (InferenceStats stats : all) {
      Map<String, Double> ofReport = new LinkedHashMap<>();
      values.accept(stats, ofReport);
      ofReport.forEach(
          (name, y) ->
              lines
                  .computeIfAbsent(name, unseen -> new ArrayList<>())
                  .add(new double[] {stats.iteration(), y}));
    }
    int pen = 0;
    for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
      List<Double> x = line.getValue().stream().map(point -> point[0]).toList();
      List<Double> y = line.getValue().stream().map(point -> point[1]).toList();
      chart.add(
          new Line(line.getKey(), x, y).where(shown).thinned(MAX_POINTS),
          Pen.ofLayer(pen++).unmarked());
    }
  }
}
