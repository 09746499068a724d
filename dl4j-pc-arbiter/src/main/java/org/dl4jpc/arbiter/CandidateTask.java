// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.deeplearning4j.arbiter.listener.DL4JArbiterStatusReportingListener;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.nn.api.Model;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains, scores and saves one candidate. Whatever goes wrong makes the candidate a failed one, but
 * for the data: their failure is thrown.
 *
 * @param <M> the network
 */
final class CandidateTask<M extends Model> implements Callable<OptimizationResult> {
  private static final Logger LOG = LoggerFactory.getLogger(CandidateTask.class);

  private final Candidate<?> candidate;
  private final Callable<NetworkTraining<M>> configuration;
  private final CandidateData data;
  private final ScoreFunction scoreFunction;
  private final List<StatusListener> listeners;
  private final IOptimizationRunner runner;
  private long started;

  CandidateTask(
      Candidate<?> candidate,
      Callable<NetworkTraining<M>> configuration,
      CandidateData data,
      ScoreFunction scoreFunction,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    this.candidate = candidate;
    this.configuration = configuration;
    this.data = data;
    this.scoreFunction = scoreFunction;
    this.listeners = listeners == null ? List.of() : listeners;
    this.runner = runner;
  }

  @SuppressWarnings("CatchingUnchecked")
  @Override
  public OptimizationResult call() {
    started = System.currentTimeMillis();
    try {
      return complete();
    } catch (Throwable e) { // of any kind, as in Arbiter: the search goes on
      for (Throwable cause : ExceptionUtils.getThrowableList(e)) {
        if (cause instanceof DataSourceFailedException failure) {
          throw failure;
        }
      }
      return failed(e);
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private OptimizationResult complete() throws Exception {
    NetworkTraining<M> training = configuration.call();
    LearningRule rule = training.rule();
    M network = training.attach(training.network(), rule);
    network.addListeners(
        new DL4JArbiterStatusReportingListener(listeners, info(CandidateStatus.Running, null)));
    M trained = train(training, network);
    requireFinite("sum of the parameters", trained.params().sumNumber().doubleValue());
    double score = data.score(scoreFunction, trained);
    requireFinite("score", score);
    OptimizationResult result = result(score, info(CandidateStatus.Complete, score));
    save(result, trained);
    tell(result);
    return result;
  }

  private M train(NetworkTraining<M> training, M network) {
    if (training.earlyStopping() == null) {
      Object train = data.train(true);
      for (int epoch = 0; epoch < training.epochs(); epoch++) {
        training.fit(network, train);
      }
      return network;
    }
    M best = stopEarly(training, network);
    // DL4J's file saver reads back a plain network.
    return PredictiveCoding.isAttached(best) ? best : training.attach(best, training.rule());
  }

  private M stopEarly(NetworkTraining<M> training, M network) {
    EarlyStoppingResult<M> result;
    try {
      result = training.fitStopping(network, data.train(false));
    } catch (RuntimeException e) {
      data.watch().check();
      throw e;
    }
    data.watch().check();
    if (result.getTerminationReason() == EarlyStoppingResult.TerminationReason.Error
        || result.getBestModel() == null) {
      throw new IllegalStateException(
          "early stopping gave no best model: " + result.getTerminationDetails());
    }
    return result.getBestModel();
  }

  /** A NaN would stay Arbiter's best score for ever. */
  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalStateException(
          "the candidate diverged: the " + name + " is " + value + " after training");
    }
  }

  private void save(OptimizationResult result, M trained) throws IOException {
    ResultSaver saver = runner.getConfiguration().getResultSaver();
    if (saver != null) {
      result.setResultReference(saver.saveModel(result, trained));
    }
  }

  private OptimizationResult failed(Throwable cause) {
    LOG.info("candidate {} failed: {}", candidate.getIndex(), cause.toString());
    CandidateInfo info = info(CandidateStatus.Failed, null);
    info.setExceptionStackTrace(ExceptionUtils.getStackTrace(cause));
    OptimizationResult result = result(null, info);
    tell(result);
    return result;
  }

  private OptimizationResult result(Double score, CandidateInfo info) {
    return new OptimizationResult(candidate, score, candidate.getIndex(), null, info, null);
  }

  private CandidateInfo info(CandidateStatus status, Double score) {
    boolean running = status == CandidateStatus.Running;
    return new CandidateInfo(
        candidate.getIndex(),
        status,
        score,
        started,
        started,
        running ? null : System.currentTimeMillis(),
        candidate.getFlatParameters(),
        null);
  }

  private void tell(OptimizationResult result) {
    for (StatusListener listener : listeners) {
      try {
        listener.onCandidateStatusChange(result.getCandidateInfo(), runner, result);
      } catch (RuntimeException e) {
        LOG.error("a status listener failed at candidate {}", candidate.getIndex(), e);
      }
    }
  }
}
