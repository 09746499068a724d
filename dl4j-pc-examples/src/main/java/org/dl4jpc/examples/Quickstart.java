// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dl4jpc.examples.compare.Comparison;
import org.dl4jpc.examples.compare.ComparisonOutcome;
import org.dl4jpc.examples.compare.Environment;
import org.dl4jpc.examples.compare.RunSettings;
import org.dl4jpc.examples.data.BadDataException;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.examples.report.HtmlReport;
import org.dl4jpc.examples.report.ResultTable;
import org.dl4jpc.trainers.InferenceDivergedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The quickstart: trains one ordinary DL4J configuration (a LeNet-like CNN) by backprop, Z-IL and
 * IL side by side, prints a table and writes a report. It runs offline on an embedded data set, or
 * on real data.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 bad arguments or bad data (with a message of one line). The
 * table goes to the standard output, progress and messages to the standard error.
 */
@Command(
    name = "quickstart",
    description =
        "Trains one Deeplearning4j network by backprop, Z-IL and IL side by side, compares"
            + " accuracy, time and weights, and writes a report.",
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Quickstart implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private QuickstartOptions options;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  private boolean help;

  private Quickstart() {}

  /**
   * Runs the quickstart and ends the JVM.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(commandLine().execute(arguments));
  }

  /** The command, ready to be executed. */
  static CommandLine commandLine() {
    return new CommandLine(new Quickstart())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, arguments) -> complain(e.getCommandLine(), e))
        .setExecutionExceptionHandler(
            (e, commandLine, parsed) -> {
              if (e instanceof IOException) {
                return complain(commandLine, e);
              }
              if (e instanceof InferenceDivergedException) {
                commandLine.getErr().println("quickstart: " + e.getMessage());
                return ExitCode.SOFTWARE;
              }
              throw e;
            });
  }

  private static int complain(CommandLine commandLine, Exception e) {
    boolean told = e instanceof ParameterException || e instanceof BadDataException;
    commandLine
        .getErr()
        .println("quickstart: " + (told ? e.getMessage() : e.toString()) + " (see --help)");
    return ExitCode.USAGE;
  }

  @Override
  public Integer call() throws IOException {
    ImageSplit images;
    Comparison comparison;
    try {
      RunSettings settings = options.settings();
      images = options.images();
      comparison = Comparison.of(settings, images);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Path report = writable(options.report());
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> described = options.describe(images);
    described.forEach((name, value) -> out.println(name + ": " + value));
    out.flush();
    ComparisonOutcome outcome = run(comparison);
    ResultTable table = ResultTable.of(outcome, images.test().size());
    out.println();
    out.println(table.toText());
    out.println();
    HtmlReport.write(report, outcome, table, described, Environment.describe());
    out.println("%d s. Report: %s".formatted(outcome.time().toSeconds(), report));
    out.flush();
    return ExitCode.OK;
  }

  private ComparisonOutcome run(Comparison comparison) {
    if (!Terminals.isTerminal()) {
      LineProgress lines = new LineProgress(spec.commandLine().getErr(), System::nanoTime);
      return comparison.run(lines);
    }
    try (BarProgress bar = new BarProgress()) {
      return comparison.run(bar);
    }
  }

  /** Finds out before the training, not after it, that the report cannot be written. */
  private Path writable(Path report) throws IOException {
    Path directory = report.toAbsolutePath().getParent();
    if (Files.isDirectory(report) || directory == null) {
      throw new ParameterException(
          spec.commandLine(), "illegal report " + report + ", is a directory");
    }
    Files.createDirectories(directory);
    if (!Files.isWritable(Files.exists(report) ? report : directory)) {
      throw new ParameterException(
          spec.commandLine(), "illegal report " + report + ", not writable");
    }
    return report;
  }
}
