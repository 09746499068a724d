// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.ndarray.INDArray;
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
  private static final double EXACT = 1e-5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--nets",
      split = ",",
      description = "Networks: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<BenchmarkNet> nets = List.of(BenchmarkNet.values());

  @Option(names = "--rules", split = ",", description = "Rules: zil, seqil3, il20. Default: all.")
  private List<String> rules = List.of("zil", "seqil3", "il20");

  @Option(
      names = "--seconds",
      description = "Time to spend on each pair. Default: ${DEFAULT-VALUE}.")
  private double seconds = 10.0;

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

  private static Map<String, LearningRule> known() {
    Map<String, LearningRule> known = new LinkedHashMap<>();
    known.put("zil", LearningRule.zil());
    known.put("seqil3", BenchmarkRules.sequential(3));
    known.put("il20", LearningRule.il().withInferenceSteps(20).withStepSize(0.05));
    return known;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Backend %s, %d threads, Java %s%n",
        Nd4j.getBackend().getClass().getSimpleName(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version());
    out.println("| network | rule | ratio to net.fit (quartiles) | net.fit ms | rule ms |");
    out.println("| --- | --- | --- | --- | --- |");
    for (BenchmarkNet net : nets) {
      requireExact(net);
      for (String name : rules) {
        row(out, net, name);
      }
    }
    out.flush();
    return 0;
  }

  private void row(PrintWriter out, BenchmarkNet net, String name) {
    LearningRule rule = known().get(name);
    if (rule == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "illegal rule: " + name + ", must be one of " + known().keySet());
    }
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), rule);
    Contest.Times times = new Contest(net.data(), net.network(), attached).run(seconds);
    out.printf(
        "| %s | %s | %.2f (%.2f-%.2f) | %.3f | %.3f |%n",
        net.title(),
        name,
        times.ratio(),
        times.low(),
        times.high(),
        times.baselineMillis(),
        times.challengerMillis());
    out.flush();
  }

  /** Z-IL must be backpropagation on this network, or no time of it means anything. */
  private static void requireExact(BenchmarkNet net) {
    DataSet data = net.data();
    MultiLayerNetwork reference = net.network();
    MultiLayerNetwork network = net.network();
    INDArray start = network.params().dup();
    reference.fit(data);
    PredictiveCoding.attach(network, LearningRule.zil()).fit(data);
    INDArray expected = reference.params().sub(start);
    double distance =
        network.params().sub(start).distance2(expected) / expected.norm2Number().doubleValue();
    if (!(distance <= EXACT)) {
      throw new IllegalStateException(
          net.title() + ": Z-IL differs from backpropagation by " + distance);
    }
  }
}
