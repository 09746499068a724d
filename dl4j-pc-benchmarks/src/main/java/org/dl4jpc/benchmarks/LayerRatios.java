// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Prints, for a small network with each layer type, the time of a training step by Z-IL and by IL
 * with T = 20 as a ratio to DL4J's own {@code fit}, interleaved in one JVM, after checking that
 * Z-IL is backpropagation on it.
 */
@Command(
    name = "layers",
    mixinStandardHelpOptions = true,
    description = "Time of a training step with each layer type, as a ratio to DL4J's own fit.")
public final class LayerRatios implements Callable<Integer> {
  private static final List<String> RULES = List.of("zil", "il20");

  @Spec private CommandSpec spec;

  @Option(
      names = "--nets",
      split = ",",
      description = "Networks: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<LayerNet> nets = List.of(LayerNet.values());

  @Option(
      names = "--seconds",
      description = "Time to spend on each pair. Default: ${DEFAULT-VALUE}.")
  private double seconds = 4.0;

  private LayerRatios() {}

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
    return new CommandLine(new LayerRatios()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Ratios.machine());
    out.println(
        "| network | Z-IL's distance to backpropagation | Z-IL / net.fit (quartiles)"
            + " | IL, T = 20 / net.fit (quartiles) | net.fit ms |");
    out.println("| --- | --- | --- | --- | --- |");
    for (LayerNet net : nets) {
      Exactness exact = Exactness.of(net::training, net.data(), DataType.DOUBLE);
      exact.require(net.name(), Ratios.EXACT_IN_DOUBLE);
      out.printf("| %s | %.1e |", net.title(), exact.distance());
      double millis = 0;
      for (String rule : RULES) {
        Contest.Times times = contest(net, rule);
        out.printf(" %.2f (%.2f-%.2f) |", times.ratio(), times.low(), times.high());
        millis = times.baselineMillis();
      }
      out.printf(" %.2f |%n", millis);
      out.flush();
    }
    return 0;
  }

  private Contest.Times contest(LayerNet net, String rule) {
    DataSet data = net.data();
    Training plain = net.training();
    Training attached = net.training().by(BenchmarkRules.all().get(rule));
    return new Contest(() -> plain.step(data), () -> attached.step(data)).run(seconds);
  }
}
