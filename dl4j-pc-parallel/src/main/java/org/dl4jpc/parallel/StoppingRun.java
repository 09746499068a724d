// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.listener.EarlyStoppingListener;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;

/**
 * One run of early stopping: epochs, scores, the best model and why it ends.
 *
 * @param <T> class of the network
 */
final class StoppingRun<T extends Model> {
  private final EarlyStoppingConfiguration<T> configuration;
  private final T model;
  private final ScoreCalculator<T> calculator;
  private final Map<Integer, Double> scores = new LinkedHashMap<>();
  private int epoch;
  private int bestEpoch = -1;
  private double bestScore;
  private TerminationReason reason;
  private String details;

  StoppingRun(EarlyStoppingConfiguration<T> configuration, T model) {
    this.configuration = configuration;
    this.model = model;
    this.calculator = configuration.getScoreCalculator();
    this.bestScore = calculator.minimizeScore() ? Double.MAX_VALUE : -Double.MAX_VALUE;
  }

  int epoch() {
    return epoch;
  }

  boolean ended() {
    return reason != null;
  }

  /**
   * Asks the conditions an iteration.
   *
   * @param score of the last average
   * @return whether training ends
   */
  boolean endsAtScore(double score) {
    configuration.getIterationTerminationConditions().stream()
        .filter(condition -> condition.terminate(score))
        .findFirst()
        .ifPresent(condition -> end(TerminationReason.IterationTerminationCondition, condition));
    return ended();
  }

  private void end(TerminationReason why, Object condition) {
    reason = why;
    details = condition.toString();
  }

  /**
   * Scores and saves the model after an epoch, and asks the conditions an epoch.
   *
   * @param listener null for none
   */
  void epochDone(EarlyStoppingListener<T> listener) {
    if (ended()) {
      saveLatest(0.0); // DL4J's score where none was calculated
      return;
    }
    if (epoch % configuration.getEvaluateEveryNEpochs() == 0) {
      double score = calculator.calculateScore(model);
      scores.put(epoch, score);
      saveIfBest(score);
      saveLatest(score);
      if (listener != null) {
        listener.onEpoch(epoch, score, configuration, model);
      }
      configuration.getEpochTerminationConditions().stream()
          .filter(c -> c.terminate(epoch, score, calculator.minimizeScore()))
          .findFirst()
          .ifPresent(c -> end(TerminationReason.EpochTerminationCondition, c));
    }
    epoch++;
  }

  private void saveIfBest(double score) {
    boolean better = calculator.minimizeScore() ? score < bestScore : score > bestScore;
    if (better || (bestEpoch == -1 && !Double.isFinite(score))) {
      bestScore = score;
      bestEpoch = epoch;
      try {
        configuration.getModelSaver().saveBestModel(model, score);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void saveLatest(double score) {
    if (configuration.isSaveLastModel()) {
      try {
        configuration.getModelSaver().saveLatestModel(model, score);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * What training has come to, if nothing failed.
   *
   * @return the result, whose best model is the current one if none was scored
   */
  EarlyStoppingResult<T> result() {
    EarlyStoppingResult<T> result = result(reason, details);
    if (bestEpoch < 0) {
      result.setBestModel(model);
    }
    return result;
  }

  /**
   * What training has come to, for a reason that is no condition's.
   *
   * @param why it ended
   * @param text details
   * @return the result, whose best model is null if none was scored
   */
  EarlyStoppingResult<T> result(TerminationReason why, String text) {
    T best = null;
    if (bestEpoch >= 0) {
      try {
        best = configuration.getModelSaver().getBestModel();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new EarlyStoppingResult<>(why, text, scores, bestEpoch, bestScore, epoch, best);
  }
}
