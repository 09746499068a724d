// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import org.dl4jpc.trainers.InferenceSchedule;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.OutputMode;
import org.dl4jpc.trainers.StepSizes;
import org.dl4jpc.trainers.UpdateTiming;
import org.dl4jpc.trainers.WeightRule;

/** Rules that are timed and have no name yet. */
final class BenchmarkRules {

  private BenchmarkRules() {}

  /**
   * Sequential inference on a clamped output with plain gradients.
   *
   * @param steps T
   * @return the rule
   */
  static LearningRule sequential(int steps) {
    return LearningRule.of(
        InferenceSchedule.sequential(steps, StepSizes.of(0.05)),
        OutputMode.clamped(),
        WeightRule.lms(),
        UpdateTiming.AFTER_INFERENCE);
  }
}
