// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/** A learning rule cannot be made with a setting that makes no sense. */
class LearningRuleChecksTest {

  private static void assertIllegal(Supplier<?> making, String message) {
    LearningRule before = LearningRule.il();
    assertThatThrownBy(making::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(LearningRule.il()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void thereMustBeAnInferenceStep(int steps) {
    String message = "illegal inference steps: " + steps + ", must be at least 1";
    assertIllegal(() -> LearningRule.il().withInferenceSteps(steps), message);
    assertIllegal(() -> InferenceSchedule.simultaneous(steps, StepSizes.of(0.1)), message);
    assertIllegal(() -> InferenceSchedule.sequential(steps, StepSizes.of(0.1)), message);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0.0, -0.0, -0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void stepSizesMustBePositive(double step) {
    String expected = step + ", must be finite and greater than 0";
    assertIllegal(() -> LearningRule.il().withStepSize(step), "illegal step size: " + expected);
    assertIllegal(() -> LearningRule.zil().withStepSize(step), "illegal step size: " + expected);
    assertIllegal(() -> InferenceSchedule.wave(step), "illegal step size: " + expected);
    assertIllegal(
        () -> LearningRule.il().withStepSizes(step, 0.1),
        "illegal feedback step size: " + expected);
    assertIllegal(() -> LearningRule.il().withPrecision(step), "illegal precision: " + expected);
    assertIllegal(() -> OutputMode.nudged(step), "illegal lambda: " + expected);
    assertIllegal(() -> OutputMode.weighted(step), "illegal lambda: " + expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void someSettingsMayBeZeroButNoLess(double value) {
    String expected = value + ", must be finite and at least 0";
    assertIllegal(
        () -> LearningRule.il().withStepSizes(0.1, value), "illegal own step size: " + expected);
    assertIllegal(() -> LearningRule.il().withTolerance(value), "illegal tolerance: " + expected);
    assertIllegal(() -> InitialState.displaced(value, 1), "illegal initial noise: " + expected);
    assertThat(LearningRule.il().withStepSizes(0.1, 0.0).schedule().stepSizes().own()).isZero();
  }

  static Stream<Arguments> nulls() {
    LearningRule il = LearningRule.il();
    return Stream.of(
        nullOf("output", () -> il.withOutput(null)),
        nullOf("input", () -> il.withInput(null)),
        nullOf("placement", () -> il.withNodePlacement(null)),
        nullOf("initial state", () -> il.withInitialState(null)),
        nullOf("updater", () -> il.withUpdater((IUpdater) null)),
        nullOf("step schedule", () -> il.withStepSchedule((ISchedule) null)),
        nullOf("step sizes", () -> InferenceSchedule.sequential(3, null)),
        nullOf("schedule", () -> LearningRule.of(null, il.output(), il.weightRule(), il.timing())),
        nullOf("weight rule", () -> LearningRule.of(il.schedule(), il.output(), null, il.timing())),
        nullOf("timing", () -> LearningRule.of(il.schedule(), il.output(), il.weightRule(), null)));
  }

  private static Arguments nullOf(String name, Supplier<?> making) {
    return Arguments.of(name, making);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nulls")
  void partsMustNotBeNull(String name, Supplier<?> making) {
    assertIllegal(making, "illegal " + name + ": null, must be an object");
  }

  @Test
  void partsMustGoTogether() {
    assertThatThrownBy(
            () ->
                LearningRule.of(
                    InferenceSchedule.simultaneous(3, StepSizes.of(0.1)),
                    OutputMode.clamped(),
                    WeightRule.lms(),
                    UpdateTiming.OWN_STEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("illegal timing: OWN_STEP", "which is not a wave");
    assertIllegal(
        () -> LearningRule.zil().withInferenceSteps(2),
        "illegal inference steps of a wave: 2, must be 1: a wave visits each node once");
    assertThatThrownBy(() -> LearningRule.zil().withStepSchedule(new FixedSchedule(0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("illegal step schedule of a wave", "absent");
    assertIllegal(
        () -> LearningRule.il().withPrecision(),
        "illegal precision: [], must be one value, or one for each hidden node");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "{\"schedule\": 3}", "{\"colour\": \"red\"}"})
  void jsonMustBeARule(String json) {
    assertThatThrownBy(() -> LearningRule.fromJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("illegal learning rule JSON");
  }

  @Test
  void jsonIsCheckedAsCodeIs() {
    assertIllegal(
        () -> LearningRule.fromJson(null), "illegal learning rule JSON: null, must be an object");
    String json = LearningRule.il().toJson();
    assertThatThrownBy(() -> LearningRule.fromJson(json.replace("\"steps\":20", "\"steps\":0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("illegal inference steps: 0, must be at least 1");
    assertThatThrownBy(() -> LearningRule.fromJson(json.replace("0.005", "-0.1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("illegal feedback step size: -0.1");
  }
}
