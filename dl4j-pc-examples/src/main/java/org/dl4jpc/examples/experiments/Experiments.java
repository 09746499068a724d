// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.dl4jpc.examples.data.BadDataException;
import org.dl4jpc.examples.data.ImageDirectory;
import org.dl4jpc.examples.data.ImageSplit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Measures the papers' figures again on real data and writes, for each, a CSV file and a report
 * with the paper's numbers beside ours.
 */
@Command(
    name = "experiments",
    description = "Measures figures and tables of the papers again.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class Experiments implements Callable<Integer> {
  private static final List<Experiment> ALL =
      List.of(
          new StabilityOverLearningRates(),
          new UpdateEqualization(true),
          new UpdateEqualization(false),
          new StepsNeeded(),
          new NudgingAgainstBackprop(),
          new CosineToBackprop(),
          new ZilAblations(ZilAblations.Net.MLP),
          new ZilAblations(ZilAblations.Net.CNN),
          new ZilAblations(ZilAblations.Net.RNN),
          new ProximalDescent(),
          new UpdateSizes(),
          new ErrorsOverInference(),
          new InferenceLearning(true),
          new InferenceLearning(false),
          new Autoencoders(),
          new FewData(),
          new ProductCounts(),
          new OptimiserMemory(),
          new EnergiesOverInference(),
          new PrecisionRatios(),
          new Equilibria(),
          new EquilibriumLearning(),
          new ResidualDepth());

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT",
      arity = "0..*",
      description = "One of ${COMPLETION-CANDIDATES}; all if none is named.",
      completionCandidates = Names.class)
  private List<String> names = List.of();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory with the folders fashion-mnist (idx files) and cifar10 (binary).")
  private Path data;

  @Option(
      names = "--budget",
      defaultValue = "FULL",
      description = "MINIMAL (seconds), QUICK (minutes) or FULL, the default.")
  private Budget budget;

  @Option(names = "--quick", description = "Short for --budget QUICK.")
  private boolean quick;

  @Option(
      names = "--train-examples",
      defaultValue = "10000",
      description = "Training images to use (${DEFAULT-VALUE}).")
  private int trainExamples;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "experiments",
      description = "Where CSV and HTML files go (${DEFAULT-VALUE}).")
  private Path out;

  /** Names for the help. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ALL.stream().map(Experiment::id).iterator();
    }
  }

  private Experiments() {}

  /** {@return all experiments, in the order in which they are run} */
  static List<Experiment> all() {
    return ALL;
  }

  /**
   * Runs the experiments and ends the JVM.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(commandLine().execute(arguments));
  }

  /** The command, ready to be executed. */
  static CommandLine commandLine() {
    return new CommandLine(new Experiments())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (e, commandLine, parsed) -> {
              if (e instanceof IOException) {
                commandLine.getErr().println("experiments: " + e.getMessage());
                return CommandLine.ExitCode.USAGE;
              }
              throw e;
            });
  }

  @Override
  public Integer call() throws IOException {
    List<Experiment> chosen = names.isEmpty() ? ALL : names.stream().map(this::experiment).toList();
    Budget amount = quick ? Budget.QUICK : budget;
    Files.createDirectories(out);
    for (Experiment experiment : chosen) {
      run(experiment, amount);
    }
    return CommandLine.ExitCode.OK;
  }

  private void run(Experiment experiment, Budget amount) throws BadDataException, IOException {
    ImageSplit images =
        ImageDirectory.read(data.resolve(experiment.dataSet()), trainExamples, Integer.MAX_VALUE);
    spec.commandLine().getErr().println(experiment.title());
    List<Measurement> measurements =
        experiment.run(
            images,
            amount,
            line -> {
              spec.commandLine().getErr().println("  " + line);
              spec.commandLine().getErr().flush();
            });
    Results.write(out, experiment, amount, measurements);
    spec.commandLine().getOut().println(out.resolve(experiment.id() + ".html"));
    spec.commandLine().getOut().flush();
  }

  private Experiment experiment(String name) {
    return ALL.stream()
        .filter(experiment -> experiment.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "illegal experiment: "
                        + name
                        + ", must be one of "
                        + ALL.stream().map(Experiment::id).toList()));
  }
}
