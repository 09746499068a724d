// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.search;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.deeplearning4j.arbiter.scoring.impl.EvaluationScoreFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.arbiter.PcModelSaver;
import org.dl4jpc.arbiter.PcMultiLayerSpace;
import org.dl4jpc.arbiter.PcOptimizationRunner;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.examples.data.Images;
import org.nd4j.evaluation.classification.Evaluation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Searches algorithm × step size × learning rate with Arbiter: a grid over four rules for a small
 * MLP, scored on a fifth of the training images. Prints a table, writes it with a plot, and keeps
 * every candidate with its rule; the best is read back and tested on the test images.
 */
@Command(
    name = "arbiter",
    description = "Searches algorithm, step size and learning rate with Arbiter.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class RuleSearch implements Callable<Integer> {
  private static final int VALIDATED = 5;

  @Spec private CommandSpec spec;
  @Mixin private SearchOptions options;

  private RuleSearch() {}

  /**
   * Runs the search and ends the JVM.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(commandLine().execute(arguments));
  }

  /** The command, ready to be executed. */
  static CommandLine commandLine() {
    return new CommandLine(new RuleSearch())
        .setExecutionExceptionHandler(
            (e, commandLine, parsed) -> {
              if (e instanceof IOException) {
                commandLine.getErr().println("arbiter: " + e.getMessage());
                return ExitCode.USAGE;
              }
              throw e;
            });
  }

  @Override
  public Integer call() throws IOException {
    ImageSplit images;
    SearchSpace space;
    try {
      images = options.images();
      space = new SearchSpace(options.stepSizes(), options.learningRates());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Files.createDirectories(options.out());
    PcOptimizationRunner runner = new PcOptimizationRunner(configuration(space, images.train()));
    runner.addListeners(new Progress(spec.commandLine().getErr()));
    runner.execute();
    report(new SearchReport(space, runner.candidates()), runner, images);
    return ExitCode.OK;
  }

  private OptimizationConfiguration configuration(SearchSpace space, Images all) {
    int trained = all.size() - Math.max(1, all.size() / VALIDATED);
    PcMultiLayerSpace networks = space.over(all.shape(), options.epochs(), options.seed());
    return new OptimizationConfiguration.Builder()
        .candidateGenerator(
            new GridSearchCandidateGenerator(
                networks, 1, GridSearchCandidateGenerator.Mode.Sequential, null))
        .dataSource(
            ImageSource.class,
            ImageSource.properties(
                all.part(0, trained),
                all.part(trained, all.size()),
                options.batch(),
                options.seed()))
        .scoreFunction(new EvaluationScoreFunction(Evaluation.Metric.ACCURACY))
        .modelSaver(new PcModelSaver(options.out().resolve("models").toFile()))
        .terminationConditions(options.longest())
        .build();
  }

  private void report(SearchReport report, PcOptimizationRunner runner, ImageSplit images)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(report.toText());
    String best = best(runner, images);
    out.println(best);
    Path file = options.out().resolve("search.html");
    String settings =
        options.describe(images)
            + ". %d candidates, %d failed."
                .formatted(runner.candidates().size(), runner.numCandidatesFailed());
    report.write(file, List.of(settings, best));
    out.println("Report: " + file);
    out.flush();
  }

  private static String best(PcOptimizationRunner runner, ImageSplit images) throws IOException {
    ResultReference best = runner.best().orElse(null);
    if (best == null) {
      return "No candidate is complete.";
    }
    MultiLayerNetwork network = (MultiLayerNetwork) best.getResultModel();
    return String.format(
        Locale.ROOT,
        "Best: candidate %d, %.2f %% on the validation images; read back from its file, %.2f %% on"
            + " the test images.",
        best.getResult().getIndex(),
        100.0 * best.getResult().getScore(),
        100.0 * network.evaluate(ImageSource.inOrder(images.test())).accuracy());
  }

  /** A line a candidate. */
  private static final class Progress extends BaseStatusListener {
    private final PrintWriter err;

    Progress(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void onCandidateStatusChange(
        CandidateInfo info, IOptimizationRunner runner, OptimizationResult result) {
      if (result != null) {
        String score = info.getScore() == null ? "" : ", score " + info.getScore();
        err.println("candidate " + info.getIndex() + ": " + info.getCandidateStatus() + score);
        err.flush();
      }
    }
  }
}
