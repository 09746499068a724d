// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * Makes a candidate whose settings do not go together one that fails in its task, with the reason.
 * Arbiter's runner does not count those that have failed before, and waits for them for ever.
 */
@SuppressWarnings("rawtypes") // Arbiter's signatures
final class ReportedGenerator implements CandidateGenerator {
  private final CandidateGenerator generator;

  ReportedGenerator(CandidateGenerator generator) {
    this.generator = generator;
  }

  @Override
  public boolean hasMoreCandidates() {
    return generator.hasMoreCandidates();
  }

  @Override
  public Candidate getCandidate() {
    Candidate<?> candidate = generator.getCandidate();
    Exception reason = candidate.getException();
    if (reason == null) {
      return candidate;
    }
    return new Candidate<Object>(
        () -> {
          throw new IllegalArgumentException(reason.getMessage(), reason);
        },
        candidate.getIndex(),
        candidate.getFlatParameters(),
        candidate.getDataParameters(),
        null);
  }

  @Override
  public void reportResults(OptimizationResult result) {
    generator.reportResults(result);
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return generator.getParameterSpace();
  }

  @Override
  public void setRngSeed(long seed) {
    generator.setRngSeed(seed);
  }

  @Override
  public Class<?> getCandidateType() {
    return generator.getCandidateType();
  }
}
