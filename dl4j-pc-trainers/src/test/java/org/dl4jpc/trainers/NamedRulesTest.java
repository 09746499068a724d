// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.layers.PresynapticNorm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Every named rule is a composition that anybody can write. */
class NamedRulesTest {
  private static final double ALPHA = 2.5;

  private static LearningRule simultaneous(int steps, StepSizes sizes, UpdateTiming timing) {
    return LearningRule.of(
        InferenceSchedule.simultaneous(steps, sizes),
        OutputMode.clamped(),
        WeightRule.lms(),
        timing);
  }

  private static LearningRule proximal(InferenceSchedule schedule, double stabiliser) {
    return LearningRule.of(
            schedule,
            OutputMode.proximal(ALPHA),
            WeightRule.nlms(stabiliser, PresynapticNorm.MEAN_POSITION),
            UpdateTiming.AFTER_INFERENCE)
        .withNodePlacement(NodePlacement.PRE_ACTIVATION)
        .withUpdater(new Sgd(1.0));
  }

  private static LearningRule sequential() {
    return LearningRule.of(
            InferenceSchedule.sequential(3, StepSizes.of(0.05)),
            OutputMode.clamped(),
            WeightRule.lms(),
            UpdateTiming.AFTER_INFERENCE)
        .withStepSchedule(new InverseSchedule(ScheduleType.ITERATION, 1.0, 1.0, 1.0))
        .withNodePlacement(NodePlacement.PRE_ACTIVATION);
  }

  static Stream<Arguments> rules() {
    StepSizes prox = StepSizes.of(0.015);
    return Stream.of(
        Arguments.of(
            LearningRule.il(), simultaneous(20, StepSizes.of(0.005), UpdateTiming.AFTER_INFERENCE)),
        Arguments.of(
            LearningRule.incremental(),
            simultaneous(20, StepSizes.of(0.005), UpdateTiming.EVERY_STEP)),
        Arguments.of(
            LearningRule.pcNudge(0.01),
            simultaneous(50, StepSizes.of(0.3), UpdateTiming.AFTER_INFERENCE)
                .withOutput(OutputMode.nudged(0.01))),
        Arguments.of(
            LearningRule.zil(),
            LearningRule.of(
                InferenceSchedule.wave(1.0),
                OutputMode.clamped(),
                WeightRule.lms(),
                UpdateTiming.OWN_STEP)),
        Arguments.of(
            LearningRule.fixedPrediction(),
            LearningRule.of(
                InferenceSchedule.fixedPrediction(100, StepSizes.of(0.1)),
                OutputMode.clamped(),
                WeightRule.lms(),
                UpdateTiming.AFTER_INFERENCE)),
        Arguments.of(
            LearningRule.ilProx(ALPHA), proximal(InferenceSchedule.simultaneous(25, prox), 0.0)),
        Arguments.of(
            LearningRule.ilProx(ALPHA, 0.25),
            proximal(InferenceSchedule.simultaneous(25, prox), 0.25)),
        Arguments.of(
            LearningRule.ilProxFast(ALPHA),
            proximal(InferenceSchedule.simultaneous(12, new StepSizes(0.025, 0.0)), 0.0)),
        Arguments.of(LearningRule.bpProx(ALPHA), proximal(InferenceSchedule.wave(1.0), 0.0)),
        Arguments.of(LearningRule.seqIl(), sequential()),
        Arguments.of(
            LearningRule.seqIlMq(3e-5),
            sequential().withUpdater(new MatrixUpdateEqualization(3e-5))));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void namedRuleIsItsComposition(LearningRule named, LearningRule composed) {
    assertThat(named).isEqualTo(composed).hasSameHashCodeAs(composed);
    assertThat(LearningRule.fromJson(named.toJson())).isEqualTo(composed);
  }
}
