// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.report;

import java.util.ArrayList;
import java.util.List;
import org.dl4jpc.examples.compare.ComparisonOutcome;
import org.dl4jpc.examples.compare.EnergyTrace;
import org.dl4jpc.examples.compare.Result;
import org.dl4jpc.examples.compare.Statistics;
import org.dl4jpc.ui.chart.Line;
import org.dl4jpc.ui.chart.LineChart;
import org.dl4jpc.ui.chart.Pen;

/** The charts of the report, each as an svg element. */
final class Charts {

  private static final double SMOOTHING = .9;
  private static final int MAX_POINTS = 250;
  private static final int MAX_MARKED_POINTS = 40;
  private static final double DECADES_FOR_LOG = 2;

  private Charts() {}

  /** Training loss of each step, smoothed. */
  static String loss(ComparisonOutcome outcome) {
    LineChart chart = new LineChart("training step", "loss an image (nats)").fromZero();
    for (Result result : outcome.results()) {
      Line line =
          Line.from(result.algorithm().title(), 1, Statistics.smooth(result.losses(), SMOOTHING));
      chart.add(
          line.where(Double::isFinite).thinned(MAX_POINTS),
          AlgorithmPens.of(result.algorithm()).unmarked());
    }
    return chart.toSvg("loss", "Training loss of each algorithm over the training steps");
  }

  /** Test accuracy before training and after each epoch. */
  static String accuracy(ComparisonOutcome outcome) {
    LineChart chart = new LineChart("epoch", "test accuracy (%)");
    for (Result result : outcome.results()) {
      List<Double> percent = result.accuracies().stream().map(a -> 100 * a).toList();
      chart.add(
          Line.from(result.algorithm().title(), 0, percent), AlgorithmPens.of(result.algorithm()));
    }
    return chart.toSvg("accuracy", "Test accuracy of each algorithm after each epoch");
  }

  /** Energy of each layer over the steps of an inference; logarithmic if it spans two decades. */
  static String energy(EnergyTrace trace) {
    List<Line> lines = new ArrayList<>();
    trace.layers().forEach((layer, energy) -> lines.add(Line.from(layer, 0, energy)));
    Line total = Line.from("total", 0, trace.total());
    boolean logarithmic = decades(lines) >= DECADES_FOR_LOG;
    LineChart chart = new LineChart("inference step t", "energy an image (nats)");
    if (logarithmic) {
      chart.logarithmic();
    }
    chart.add(shown(total, logarithmic), Pen.ofTotal());
    for (int i = lines.size() - 1; i >= 0; i--) {
      Pen pen = Pen.ofLayer(i);
      boolean marked = lines.get(i).x().size() <= MAX_MARKED_POINTS;
      chart.add(shown(lines.get(i), logarithmic), marked ? pen : pen.unmarked());
    }
    return chart.toSvg("energy", "Energy of each layer over the inference steps of IL");
  }

  private static Line shown(Line line, boolean logarithmic) {
    return line.where(e -> Double.isFinite(e) && (e > 0 || !logarithmic));
  }

  private static double decades(List<Line> lines) {
    double[] positive =
        lines.stream()
            .flatMap(line -> line.y().stream())
            .mapToDouble(Double::doubleValue)
            .filter(e -> e > 0 && Double.isFinite(e))
            .sorted()
            .toArray();
    return positive.length == 0 ? 0 : Math.log10(positive[positive.length - 1] / positive[0]);
  }
}
