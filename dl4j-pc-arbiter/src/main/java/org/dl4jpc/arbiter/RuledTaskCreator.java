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

/** Makes a task of a candidate that trains by its rule. */
abstract class RuledTaskCreator implements TaskCreator {

  /**
   * How a candidate trains.
   *
   * @param candidate what the space has made, of its own class
   * @return its training
   */
  abstract NetworkTraining<?> training(Object candidate);

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

  private Callable<OptimizationResult> task(
      Candidate<?> candidate,
      CandidateData data,
      ScoreFunction scoreFunction,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    return new CandidateTask<>(
        candidate, () -> training(candidate.getValue()), data, scoreFunction, listeners, runner);
  }
}
