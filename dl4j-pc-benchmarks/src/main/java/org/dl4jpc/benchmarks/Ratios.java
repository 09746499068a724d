// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.dl4jpc.trainers.InferenceDivergedException;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Prints the time of a training step by each rule as a ratio to DL4J's own {@code fit}: same
 * network, data and machine, interleaved in one JVM. It is a ratio to DL4J's implementation of
 * backpropagation.
 */
@Command(
    name = "ratios",
    mixinStandardHelpOptions = true,
    description = "Time of a training step by each rule, as a ratio to DL4J's own fit.")
public final class Ratios implements Callable<Integer> {
  static final double EXACT_IN_DOUBLE = 1e-12;
  private static final double EXACT = 1e-5;
  private static final double SHARE_SECONDS = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--nets",
      split = ",",
      description = "Networks: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<BenchmarkNet> nets = List.of(BenchmarkNet.values());

  @Option(names = "--rules", split = ",", description = "Rules by name. Default: all.")
  private List<String> rules = List.copyOf(BenchmarkRules.all().keySet());

  @Option(
      names = "--seconds",
      description = "Time to spend on each pair. Default: ${DEFAULT-VALUE}.")
  private double seconds = 10.0;

  @Option(
      names = "--share",
      description = "Measure the matrix products' share of the rule's time too.")
  private boolean share;

  @Option(
      names = "--memory",
      description = "Measure peak memory too, in processes of its own (Linux).")
  private boolean memory;

  private Ratios() {}

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
    return new CommandLine(new Ratios()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws IOException {
    requireKnown();
    PrintWriter out = spec.commandLine().getOut();
    out.println(machine());
    out.println(
        "| network | rule | ratio to net.fit (quartiles) | net.fit ms | rule ms | products' share"
            + " | peak heap MiB (net.fit) | peak memory MiB (net.fit) |");
    out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (BenchmarkNet net : nets) {
      requireExact(out, net);
      PeakMemory.Peak backpropagation = measuresMemory() ? PeakMemory.of(net, null) : null;
      for (String name : rules) {
        row(out, net, name, backpropagation);
      }
    }
    out.flush();
    return 0;
  }

  /** What the figures were measured on. */
  static String machine() {
    return "Backend %s, %d processors, Java %s, %s"
        .formatted(
            Nd4j.getBackend().getClass().getSimpleName(),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            System.getProperty("os.arch"));
  }

  private boolean measuresMemory() {
    return memory && PeakMemory.measurable();
  }

  private void requireKnown() {
    for (String name : rules) {
      if (!BenchmarkRules.all().containsKey(name)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "illegal rule: " + name + ", must be one of " + BenchmarkRules.all().keySet());
      }
    }
  }

  /** Z-IL must be backpropagation on this network, or no time of it means anything. */
  private static void requireExact(PrintWriter out, BenchmarkNet net) {
    Exactness exact = Exactness.of(net, DataType.DOUBLE);
    exact.require(net.title() + " in double", EXACT_IN_DOUBLE);
    Exactness single = Exactness.of(net, DataType.FLOAT);
    single.require(net.title(), EXACT);
    out.printf(
        "| %s | Z-IL's distance to backpropagation: %.1e in float, %.1e in double | | | | | | |%n",
        net.title(), single.distance(), exact.distance());
  }

  private void row(PrintWriter out, BenchmarkNet net, String name, PeakMemory.Peak backpropagation)
      throws IOException {
    LearningRule rule = BenchmarkRules.all().get(name);
    DataSet data = net.data();
    Training plain = net.training();
    Runnable step;
    Contest.Times times;
    try {
      Training attached = net.training().by(rule);
      step = () -> attached.step(data);
      times = new Contest(() -> plain.step(data), step).run(seconds);
    } catch (DL4JInvalidConfigException | InferenceDivergedException e) {
      out.printf("| %s | %s | not possible: %s | | | | | |%n", net.title(), name, e.getMessage());
      out.flush();
      return;
    }
    out.printf(
        "| %s | %s | %.2f (%.2f-%.2f) | %.3f | %.3f | %s | %s |%n",
        net.title(),
        name,
        times.ratio(),
        times.low(),
        times.high(),
        times.baselineMillis(),
        times.challengerMillis(),
        share ? "%.2f".formatted(ProductShare.of(step, SHARE_SECONDS)) : "",
        measuresMemory() ? memory(PeakMemory.of(net, name), backpropagation) : " | ");
    out.flush();
  }

  private static String memory(PeakMemory.Peak rule, PeakMemory.Peak backpropagation) {
    return "%.0f (%.0f) | %.0f (%.0f)"
        .formatted(
            rule.heap(), backpropagation.heap(), rule.resident(), backpropagation.resident());
  }
}
