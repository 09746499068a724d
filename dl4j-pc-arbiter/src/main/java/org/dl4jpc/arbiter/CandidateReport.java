// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.dl4jpc.trainers.LearningRule;

/**
 * What became of a candidate.
 *
 * @param index of the candidate, in the order of generation
 * @param status {@code Complete} or {@code Failed} once the search is over
 * @param point a number from 0 to 1 for each parameter of the search
 * @param rule what trained it; empty if its settings made none
 * @param score by the search's score function; empty unless complete
 * @param message why it failed; empty unless it did
 */
public record CandidateReport(
    int index,
    CandidateStatus status,
    List<Double> point,
    Optional<LearningRule> rule,
    Optional<Double> score,
    String message) {

  /**
   * The value that a parameter of the search had.
   *
   * @param parameter a part of the search's space
   * @param <T> of its values
   * @return its value for this candidate
   */
  public <T> T valueOf(ParameterSpace<T> parameter) {
    return parameter.getValue(point.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static CandidateReport of(CandidateInfo info, RuledSpace<?, ?> space) {
    return new CandidateReport(
        info.getIndex(),
        info.getCandidateStatus(),
        Arrays.stream(info.getFlatParams()).boxed().toList(),
        rule(info.getFlatParams(), space),
        Optional.ofNullable(info.getScore()),
        message(info.getExceptionStackTrace()));
  }

  private static Optional<LearningRule> rule(double[] parameters, RuledSpace<?, ?> space) {
    try {
      return Optional.of(space.ruleOf(parameters));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The stack trace's text before its first frame, without the name of the exception. */
  private static String message(String stackTrace) {
    if (stackTrace == null) {
      return "";
    }
    return stackTrace.split("\\R\\s+at ", 2)[0].strip().replaceFirst("^[\\w.$]+: ", "");
  }
}
