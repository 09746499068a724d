// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dl4jpc.examples.report.PlotReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures how the time of an IL step grows with batch, width, depth, inference steps and sequence
 * length, fits exponents, and plots.
 */
@Command(
    name = "scaling",
    mixinStandardHelpOptions = true,
    description = "How the time of a training step grows with the size of the problem.")
public final class Scaling implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--sizes",
      split = ",",
      description = "What grows: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<Size> sizes = List.of(Size.values());

  @Option(
      names = "--largest",
      description = "Leave out values above this. Default: none are left out.")
  private int largest = Integer.MAX_VALUE;

  @Option(
      names = "--seconds",
      description = "Time to spend on each point. Default: ${DEFAULT-VALUE}.")
  private double seconds = 2.0;

  @Option(names = "--report", description = "HTML file. Default: ${DEFAULT-VALUE}.")
  private Path report = Path.of("scaling.html");

  private Scaling() {}

  /**
   * Runs the command.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, ready to be executed. */
  static CommandLine commandLine() {
    return new CommandLine(new Scaling()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>();
    for (Size size : sizes) {
      GrowthCurve curve = measure(size);
      lines.put(size.title(), curve.points());
      List<String> row =
          List.of(
              size.title(),
              curve.pointsAsText(),
              "%.2f".formatted(curve.exponent()),
              "%.2f".formatted(curve.exponentBeyondSmallest()));
      rows.add(row);
      out.println("| " + String.join(" | ", row) + " |");
      out.flush();
    }
    PlotReport.write(
        report,
        "Time of a training step",
        List.of(
            "Medians of interleaved measurements; depth and T with sequential inference, the"
                + " rest with simultaneous. An exponent of 1 is linear growth. The last"
                + " column is fitted to what a step costs more than the smallest one, over what it"
                + " is larger."),
        new PlotReport.Plot("size", "milliseconds", true, true, lines),
        List.of("what grows", "size: ms", "exponent", "exponent beyond the smallest"),
        rows);
    out.println(report.toAbsolutePath());
    return 0;
  }

  /** All points in turns, so that what else the machine does falls on all alike. */
  private GrowthCurve measure(Size size) {
    List<Integer> values = size.range().stream().filter(value -> value <= largest).toList();
    List<Runnable> steps = values.stream().map(size::step).toList();
    steps.forEach(Contest::warmUp);
    List<List<Double>> times = new ArrayList<>();
    steps.forEach(step -> times.add(new ArrayList<>()));
    double spent = 0;
    while (spent < seconds * values.size() || times.get(0).size() < 5) {
      for (int i = 0; i < steps.size(); i++) {
        double time = Contest.time(steps.get(i), 1);
        times.get(i).add(time);
        spent += time;
      }
    }
    GrowthCurve curve = new GrowthCurve();
    for (int i = 0; i < values.size(); i++) {
      double[] sample = times.get(i).stream().mapToDouble(Double::doubleValue).toArray();
      curve.add(values.get(i), 1e3 * Contest.quantile(sample, 0.5));
    }
    return curve;
  }
}
