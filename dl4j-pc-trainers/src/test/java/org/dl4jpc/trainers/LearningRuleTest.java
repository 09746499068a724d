// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.layers.OutputPull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** A rule as an immutable value: parts, withers, equality. */
class LearningRuleTest {

  @Test
  void partsOfIl() {
    LearningRule rule = LearningRule.il();
    assertThat(rule.schedule()).isEqualTo(InferenceSchedule.simultaneous(20, StepSizes.of(0.005)));
    assertThat(rule.output()).isEqualTo(OutputMode.clamped());
    assertThat(rule.weightRule()).isEqualTo(WeightRule.lms());
    assertThat(rule.timing()).isEqualTo(UpdateTiming.AFTER_INFERENCE);
    assertDefaults(rule);
  }

  @Test
  void partsOfZil() {
    LearningRule rule = LearningRule.zil();
    assertThat(rule.schedule()).isEqualTo(InferenceSchedule.wave(1.0));
    assertThat(rule.output()).isEqualTo(OutputMode.clamped());
    assertThat(rule.weightRule()).isEqualTo(WeightRule.lms());
    assertThat(rule.timing()).isEqualTo(UpdateTiming.OWN_STEP);
    assertDefaults(rule);
  }

  private static void assertDefaults(LearningRule rule) {
    assertThat(rule.input()).isEqualTo(InputMode.CLAMPED);
    assertThat(rule.initialState()).isEqualTo(InitialState.feedForward());
    assertThat(rule.nodePlacement()).isEqualTo(NodePlacement.POST_ACTIVATION);
    assertThat(rule.precision()).containsExactly(1.0);
    assertThat(rule.tolerance()).isZero();
    assertThat(rule.updater()).isEmpty();
  }

  @Test
  void withersChangeWhatTheySay() {
    LearningRule rule = LearningRule.il();
    assertThat(rule.withInferenceSteps(5).schedule().steps()).isEqualTo(5);
    assertThat(rule.withStepSize(0.3).schedule().stepSizes()).isEqualTo(new StepSizes(0.3, 0.3));
    assertThat(rule.withStepSizes(0.3, 0.0).schedule().stepSizes())
        .isEqualTo(new StepSizes(0.3, 0.0));
    assertThat(rule.withTolerance(0.1).tolerance()).isEqualTo(0.1);
    assertThat(rule.withPrecision(0.1, 2.0).precision()).containsExactly(0.1, 2.0);
    assertThat(rule.withOutput(OutputMode.nudged(0.1)).output())
        .isEqualTo(
            new OutputMode(List.of(new OutputMode.Phase(new OutputPull.Weighted(0.1), 10.0))));
    assertThat(rule.withOutput(OutputMode.free()).output())
        .isEqualTo(
            new OutputMode(List.of(new OutputMode.Phase(new OutputPull.Weighted(0.0), 1.0))));
    assertThat(rule.withInput(InputMode.FREE).input()).isEqualTo(InputMode.FREE);
    InitialState start = InitialState.displaced(0.1, 3);
    assertThat(rule.withInitialState(start).initialState()).isEqualTo(start);
    assertThat(rule.withNodePlacement(NodePlacement.PRE_ACTIVATION).nodePlacement())
        .isEqualTo(NodePlacement.PRE_ACTIVATION);
    LearningRule adam = rule.withUpdater(new Adam(0.2));
    assertThat(adam.updater()).contains(new Adam(0.2));
    assertThat(adam.withConfigUpdater()).isEqualTo(rule);
  }

  /** A wither keeps what earlier ones have set. */
  @Test
  void withersCompose() {
    LearningRule rule =
        LearningRule.il()
            .withStepSchedule(new ExponentialSchedule(ScheduleType.ITERATION, 1.0, 0.5))
            .withStepSizes(0.4, 0.2)
            .withInferenceSteps(3)
            .withTolerance(0.01)
            .withPrecision(3.0);
    assertThat(rule.schedule().steps()).isEqualTo(3);
    assertThat(rule.schedule().stepSizes(0)).isEqualTo(new StepSizes(0.4, 0.2));
    assertThat(rule.schedule().stepSizes(2)).isEqualTo(new StepSizes(0.1, 0.05));
    assertThat(rule.tolerance()).isEqualTo(0.01);
    assertThat(rule.precision()).containsExactly(3.0);
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.SampleRules#all")
  void equalRulesAreEqual(Supplier<LearningRule> rule) {
    assertThat(rule.get()).isEqualTo(rule.get()).hasSameHashCodeAs(rule.get());
    assertThat(rule.get()).hasToString(rule.get().toString());
  }

  @Test
  void differentRulesDiffer() {
    assertThat(SampleRules.all().map(Supplier::get)).doesNotHaveDuplicates();
    assertThat(LearningRule.il()).isNotEqualTo(null).isNotEqualTo("il");
  }

  @Test
  void withersLeaveTheRuleAsItWas() {
    for (Supplier<LearningRule> named : SampleRules.named()) {
      LearningRule rule = named.get();
      for (UnaryOperator<LearningRule> wither : SampleRules.withers()) {
        assertThat(wither.apply(rule)).isNotEqualTo(rule);
        assertThat(rule).isEqualTo(named.get());
      }
    }
  }

  @Test
  void nothingReachesIntoARule() {
    LearningRule rule = LearningRule.il();
    assertThatThrownBy(() -> rule.precision().set(0, 2.0))
        .isInstanceOf(UnsupportedOperationException.class);
    double[] precision = {1.0, 2.0};
    LearningRule weighted = rule.withPrecision(precision);
    precision[1] = 5.0;
    assertThat(weighted.precision()).containsExactly(1.0, 2.0);
    Adam adam = new Adam(0.1);
    LearningRule updated = rule.withUpdater(adam);
    adam.setLearningRate(9.0);
    assertThat(updated.updater()).contains(new Adam(0.1));
    ((Adam) updated.updater().orElseThrow()).setLearningRate(9.0);
    assertThat(updated.updater()).contains(new Adam(0.1));
  }
}
