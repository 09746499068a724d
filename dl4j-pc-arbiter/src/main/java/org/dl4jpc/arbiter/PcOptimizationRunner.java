// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.nd4j.shade.guava.util.concurrent.ListenableFuture;
import org.nd4j.shade.guava.util.concurrent.MoreExecutors;

/**
 * Arbiter's search on this machine, for spaces with learning rules. Beyond {@link
 * LocalOptimizationRunner}:
 *
 * <ul>
 *   <li>A failing data source ends the search with its exception, where Arbiter's runner waits for
 *       ever or fails one candidate after another.
 *   <li>The search ends when its generator has no more candidates, whatever the termination
 *       conditions.
 *   <li>A candidate whose settings do not go together is a failed candidate with a message.
 *   <li>{@link #candidates()} and {@link #best()} say what has come out.
 * </ul>
 */
public final class PcOptimizationRunner extends LocalOptimizationRunner {
  private final OptimizationConfiguration given;
  private final RuledSpace<?, ?> space;
  private final EndOfSearch end;

  /**
   * A search of one candidate after the other.
   *
   * @param configuration its generator over a {@link PcMultiLayerSpace} or {@link PcGraphSpace}
   * @throws IllegalArgumentException if it has another space, or no termination condition
   */
  public PcOptimizationRunner(OptimizationConfiguration configuration) {
    this(DEFAULT_MAX_CONCURRENT_TASKS, configuration);
  }

  /**
   * A search of several candidates at once.
   *
   * @param concurrent candidates, at least 1
   * @param configuration its generator over a {@link PcMultiLayerSpace} or {@link PcGraphSpace}
   * @throws IllegalArgumentException if it has another space, or no termination condition
   */
  public PcOptimizationRunner(int concurrent, OptimizationConfiguration configuration) {
    this(
        concurrent,
        configuration,
        requireRuled(configuration),
        new EndOfSearch(configuration.getCandidateGenerator()));
  }

  private PcOptimizationRunner(
      int concurrent, OptimizationConfiguration given, RuledSpace<?, ?> space, EndOfSearch end) {
    super(concurrent, ending(given, end));
    this.given = given;
    this.space = space;
    this.end = end;
  }

  private static RuledSpace<?, ?> requireRuled(OptimizationConfiguration configuration) {
    ParameterSpace<?> space = configuration.getCandidateGenerator().getParameterSpace();
    if (space instanceof RuledSpace<?, ?> ruled) {
      return ruled;
    }
    throw new IllegalArgumentException(
        "illegal parameter space: "
            + space.getClass().getSimpleName()
            + ", must be a PcMultiLayerSpace or a PcGraphSpace");
  }

  /** The user's configuration with one more condition. */
  @SuppressWarnings("deprecation") // DataProvider, which Arbiter's runner still knows
  private static OptimizationConfiguration ending(
      OptimizationConfiguration given, EndOfSearch end) {
    List<TerminationCondition> conditions = new ArrayList<>();
    if (given.getTerminationConditions() != null && !given.getTerminationConditions().isEmpty()) {
      conditions.addAll(given.getTerminationConditions());
      conditions.add(end);
    }
    CandidateGenerator generator = new ReportedGenerator(given.getCandidateGenerator());
    return new OptimizationConfiguration.Builder()
        .dataProvider(given.getDataProvider())
        .dataSource(given.getDataSource(), given.getDataSourceProperties())
        .candidateGenerator(generator)
        .modelSaver(given.getResultSaver())
        .scoreFunction(given.getScoreFunction())
        .terminationConditions(conditions)
        .build();
  }

  /**
   * Searches until a termination condition holds, or there are no more candidates.
   *
   * @throws DataSourceFailedException if the data source failed
   */
  @Override
  public void execute() {
    boolean over = false;
    try {
      super.execute();
      over = true;
    } finally {
      if (!over) {
        shutdown(false);
      }
    }
    given.setExecutionStartTime(config.getExecutionStartTime());
    end.check();
  }

  @SuppressWarnings({"deprecation", "rawtypes"}) // Arbiter's signature
  @Override
  protected List<ListenableFuture<OptimizationResult>> execute(
      List<Candidate> candidates, DataProvider provider, ScoreFunction scoreFunction) {
    return watched(super.execute(candidates, provider, scoreFunction));
  }

  @SuppressWarnings("rawtypes") // Arbiter's signature
  @Override
  protected List<ListenableFuture<OptimizationResult>> execute(
      List<Candidate> candidates,
      Class<? extends DataSource> source,
      Properties properties,
      ScoreFunction scoreFunction) {
    return watched(super.execute(candidates, source, properties, scoreFunction));
  }

  private List<ListenableFuture<OptimizationResult>> watched(
      List<ListenableFuture<OptimizationResult>> tasks) {
    for (ListenableFuture<OptimizationResult> task : tasks) {
      task.addListener(() -> end.ended(task), MoreExecutors.directExecutor());
    }
    return tasks;
  }

  @Override
  public OptimizationConfiguration getConfiguration() {
    return given;
  }

  /**
   * What became of the candidates so far.
   *
   * @return by index
   */
  public List<CandidateReport> candidates() {
    return getCandidateStatus().stream()
        .map(info -> CandidateReport.of(info, space))
        .sorted(Comparator.comparingInt(CandidateReport::index))
        .toList();
  }

  /**
   * The best candidate so far, as the configuration's result saver keeps it.
   *
   * @return empty if none is complete, or there is no saver
   * @throws IOException if the saver cannot read it
   */
  public Optional<ResultReference> best() throws IOException {
    for (ResultReference reference : getResults()) {
      if (reference.getResult().getIndex() == bestScoreCandidateIndex()) {
        return Optional.of(reference);
      }
    }
    return Optional.empty();
  }
}
