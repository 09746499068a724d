// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dl4jpc.trainers.InferenceSchedule;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.OutputMode;
import org.dl4jpc.trainers.StepSizes;
import org.dl4jpc.trainers.UpdateTiming;
import org.dl4jpc.trainers.WeightRule;

/** The rules that are timed. Step sizes do not matter for time, but must not diverge. */
final class BenchmarkRules {
  private static final double STEP_SIZE = 0.02;

  private BenchmarkRules() {}

  /**
   * All of them.
   *
   * @return by the names of the command line
   */
  static Map<String, LearningRule> all() {
    Map<String, LearningRule> all = new LinkedHashMap<>();
    all.put("zil", LearningRule.zil());
    all.put("seqil3", sequential(3));
    all.put("il20", simultaneous(20));
    all.put("seqilmq", LearningRule.seqIlMq(3e-5));
    all.put("ilprox", LearningRule.ilProx(1.0));
    all.put("ilproxfast", LearningRule.ilProxFast(1.0));
    all.put("bpprox", LearningRule.bpProx(1.0));
    all.put("nudge", LearningRule.pcNudge(0.01).withStepSize(STEP_SIZE));
    all.put("fixed", LearningRule.fixedPrediction());
    all.put("incremental", LearningRule.incremental().withStepSize(STEP_SIZE));
    return all;
  }

  /**
   * Sequential inference on a clamped output with plain gradients.
   *
   * @param steps T
   * @return the rule
   */
  static LearningRule sequential(int steps) {
    return LearningRule.of(
        InferenceSchedule.sequential(steps, StepSizes.of(STEP_SIZE)),
        OutputMode.clamped(),
        WeightRule.lms(),
        UpdateTiming.AFTER_INFERENCE);
  }

  /**
   * Simultaneous inference on a clamped output with plain gradients.
   *
   * @param steps T
   * @return the rule
   */
  static LearningRule simultaneous(int steps) {
    return LearningRule.il().withInferenceSteps(steps).withStepSize(STEP_SIZE);
  }
}
