// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;

/** Ends a search when its data source has failed, or when there are no more candidates. */
final class EndOfSearch implements TerminationCondition {
  private final CandidateGenerator generator;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  EndOfSearch(CandidateGenerator generator) {
    this.generator = generator;
  }

  @Override
  public void initialize(IOptimizationRunner runner) {
    failure.set(null);
  }

  @Override
  public boolean terminate(IOptimizationRunner runner) {
    return failure.get() != null
        || (!generator.hasMoreCandidates() && runner.numCandidatesQueued() == 0);
  }

  /** Looks at a task that has ended. */
  void ended(Future<OptimizationResult> task) {
    try {
      task.get();
    } catch (ExecutionException e) {
      failure.compareAndSet(null, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Throws what ended the search early, if anything did.
   *
   * @throws DataSourceFailedException if the data source failed
   */
  void check() {
    Throwable cause = failure.get();
    if (cause instanceof DataSourceFailedException data) {
      throw data;
    }
    if (cause != null) {
      throw new IllegalStateException("a candidate's task failed", cause);
    }
  }

  @Override
  public String toString() {
    return failure.get() == null ? "no more candidates" : failure.get().getMessage();
  }
}
