// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;

/**
 * Trains the candidates of a {@link PcMultiLayerSpace}, each by its rule. Arbiter's runners find it
 * by the space, and need not be given it.
 *
 * <p>A candidate that fails, by divergence for one, is reported as {@code Failed} with its message,
 * to status listeners too; so is one whose score or parameters are not finite, or that cannot be
 * saved. A data source's failure is no candidate's: {@link PcOptimizationRunner} ends the search
 * with it.
 */
public final class PcMultiLayerTaskCreator implements TaskCreator {

  /** Trains by the candidates' rules. */
  public PcMultiLayerTaskCreator() {}

  @SuppressWarnings({"deprecation", "rawtypes", "unchecked"}) // Arbiter's signature
  @Override
  public Callable<OptimizationResult> create(
      Candidate candidate,
      DataProvider provider,
      ScoreFunction scoreFunction,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    CandidateData data = CandidateData.of(provider, candidate.getDataParameters());
    return task(candidate, data, scoreFunction, listeners, runner);
  }

  @SuppressWarnings("rawtypes") // Arbiter's signature
  @Override
  public Callable<OptimizationResult> create(
      Candidate candidate,
      Class<? extends DataSource> source,
      Properties properties,
      ScoreFunction scoreFunction,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    CandidateData data = CandidateData.of(source, properties);
    return task(candidate, data, scoreFunction, listeners, runner);
  }

  private static Callable<OptimizationResult> task(
      Candidate<?> candidate,
      CandidateData data,
      ScoreFunction scoreFunction,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    return new CandidateTask<>(
        candidate,
        () -> new MultiLayerTraining((PcMultiLayerCandidate) candidate.getValue()),
        data,
        scoreFunction,
        listeners,
        runner);
  }
}
