// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.trainers.InitialState;
import org.dl4jpc.trainers.InputMode;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.MatrixUpdateEqualization;
import org.dl4jpc.trainers.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.FixedSchedule;

final class RuleSettingTest {
  private static final LearningRule IL = LearningRule.il();
  private static final LearningRule ZIL = LearningRule.zil();

  static List<Arguments> changes() {
    return List.of(
        Arguments.of(
            RuleSetting.OUTPUT, OutputMode.soft(0.2), IL, IL.withOutput(OutputMode.soft(0.2))),
        Arguments.of(RuleSetting.INFERENCE_STEPS, 33, IL, IL.withInferenceSteps(33)),
        Arguments.of(RuleSetting.STEP_SIZE, 0.3, IL, IL.withStepSize(0.3)),
        Arguments.of(
            RuleSetting.STEP_SIZE,
            0.3,
            LearningRule.ilProxFast(1.0),
            LearningRule.ilProxFast(1.0).withStepSizes(0.3, 0.0)),
        Arguments.of(
            RuleSetting.STEP_SIZE, 0.5, IL.withStepSizes(0.25, 0.125), IL.withStepSizes(0.5, 0.25)),
        Arguments.of(RuleSetting.OWN_STEP_SIZE, 0.01, IL, IL.withStepSizes(0.005, 0.01)),
        Arguments.of(
            RuleSetting.STEP_SCHEDULE,
            new FixedSchedule(0.5),
            IL,
            IL.withStepSchedule(new FixedSchedule(0.5))),
        Arguments.of(RuleSetting.TOLERANCE, 1e-3, IL, IL.withTolerance(1e-3)),
        Arguments.of(RuleSetting.ALPHA, 7.0, LearningRule.ilProx(2.0), LearningRule.ilProx(7.0)),
        Arguments.of(RuleSetting.ALPHA, 7.0, LearningRule.bpProx(2.0), LearningRule.bpProx(7.0)),
        Arguments.of(
            RuleSetting.LAMBDA, 0.03, LearningRule.pcNudge(0.1), LearningRule.pcNudge(0.03)),
        Arguments.of(
            RuleSetting.LAMBDA,
            0.03,
            IL.withOutput(OutputMode.centered(0.1)),
            IL.withOutput(OutputMode.centered(0.03))),
        Arguments.of(
            RuleSetting.KAPPA,
            0.3,
            IL.withOutput(OutputMode.soft(0.1)),
            IL.withOutput(OutputMode.soft(0.3))),
        Arguments.of(RuleSetting.PRECISION, 2.5, IL, IL.withPrecision(2.5)),
        Arguments.of(
            RuleSetting.PRECISION_SCHEDULE,
            new FixedSchedule(0.5),
            ZIL,
            ZIL.withPrecisionSchedule(new FixedSchedule(0.5))),
        Arguments.of(RuleSetting.DECAY, 0.1, IL, IL.withDecay(0.1)),
        Arguments.of(
            RuleSetting.NODE_PLACEMENT,
            NodePlacement.PRE_ACTIVATION,
            IL,
            IL.withNodePlacement(NodePlacement.PRE_ACTIVATION)),
        Arguments.of(RuleSetting.INPUT, InputMode.FREE, IL, IL.withInput(InputMode.FREE)),
        Arguments.of(
            RuleSetting.INITIAL_NOISE,
            0.2,
            IL,
            IL.withInitialState(InitialState.displaced(0.2, 0L))),
        Arguments.of(RuleSetting.UPDATER, new Adam(0.1), IL, IL.withUpdater(new Adam(0.1))),
        Arguments.of(
            RuleSetting.MATRIX_RATE, 1e-4, LearningRule.seqIlMq(1.0), LearningRule.seqIlMq(1e-4)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changesRulesThatHaveIt(
      RuleSetting<?> setting, Object value, LearningRule before, LearningRule after) {
    assertThat(setting.appliesTo(before)).isTrue();
    assertThat(before).isNotEqualTo(after);
    assertThat(setting.apply(before, value)).isEqualTo(after);
  }

  @Test
  void everySettingIsTested() {
    assertThat(changes().stream().map(change -> change.get()[0]).distinct())
        .containsExactlyInAnyOrderElementsOf(RuleSetting.all());
  }

  static List<Arguments> absences() {
    return List.of(
        Arguments.of(RuleSetting.INFERENCE_STEPS, 33, ZIL),
        Arguments.of(RuleSetting.STEP_SIZE, 0.3, ZIL),
        Arguments.of(RuleSetting.STEP_SIZE, 0.3, LearningRule.bpProx(1.0)),
        Arguments.of(RuleSetting.OWN_STEP_SIZE, 0.3, ZIL),
        Arguments.of(RuleSetting.STEP_SCHEDULE, new FixedSchedule(0.5), ZIL),
        Arguments.of(RuleSetting.TOLERANCE, 0.3, ZIL),
        Arguments.of(RuleSetting.ALPHA, 2.0, IL),
        Arguments.of(RuleSetting.LAMBDA, 0.1, IL),
        Arguments.of(RuleSetting.LAMBDA, 0.1, IL.withOutput(OutputMode.free())),
        Arguments.of(RuleSetting.LAMBDA, 0.1, LearningRule.ilProx(1.0)),
        Arguments.of(RuleSetting.KAPPA, 0.1, IL),
        Arguments.of(RuleSetting.INPUT, InputMode.FREE, LearningRule.fixedPrediction()),
        Arguments.of(RuleSetting.UPDATER, new Adam(0.1), LearningRule.ilProx(1.0)),
        Arguments.of(RuleSetting.UPDATER, new Adam(0.1), LearningRule.seqIlMq(1.0)),
        Arguments.of(RuleSetting.MATRIX_RATE, 0.1, LearningRule.seqIl()));
  }

  @ParameterizedTest
  @MethodSource("absences")
  void leavesOtherRulesAsTheyAre(RuleSetting<?> setting, Object value, LearningRule rule) {
    assertThat(setting.appliesTo(rule)).isFalse();
    assertThat(setting.apply(rule, value)).isSameAs(rule);
  }

  @Test
  void theMatrixRateKeepsTheOtherSettingsOfTheUpdater() {
    LearningRule rule =
        LearningRule.seqIl().withUpdater(new MatrixUpdateEqualization(1.0, 0.2, 0.3, 0.4));
    assertThat(RuleSetting.MATRIX_RATE.apply(rule, 0.5))
        .isEqualTo(
            LearningRule.seqIl().withUpdater(new MatrixUpdateEqualization(0.5, 0.2, 0.3, 0.4)));
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    assertThatThrownBy(() -> RuleSetting.STEP_SIZE.apply(IL, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal stepSize: 1, must be a Double");
  }
}
