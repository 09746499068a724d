// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Why inference ends, and after how many steps. */
class AdaptiveStopTest {

  private static InferenceResult infer(TinyNet net, LearningRule rule) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.smooth(), rule);
    return PredictiveCoding.infer(attached, net.classes());
  }

  private static double relativeChange(double[] energy, int t) {
    return Math.abs(energy[t] - energy[t - 1]) / Math.abs(energy[t - 1]);
  }

  @ParameterizedTest
  @EnumSource(TinyNet.class)
  void fixedNumberOfSteps(TinyNet net) {
    InferenceResult result = infer(net, LearningRule.il().withInferenceSteps(7));
    assertThat(result.stopReason()).isEqualTo(StopReason.STEPS_DONE);
    assertThat(result.steps()).isEqualTo(7);
    assertThat(result.energy()).hasSize(8);
    assertThat(result.outputEnergy()).hasSize(8);
    assertThat(result.nodes()).allSatisfy(node -> assertThat(node.energy()).hasSize(8));
  }

  @ParameterizedTest
  @EnumSource(TinyNet.class)
  void stopsAtTheFirstStepWithinTheTolerance(TinyNet net) {
    double tolerance = 1e-4;
    LearningRule rule = LearningRule.il().withInferenceSteps(2000).withTolerance(tolerance);
    InferenceResult result = infer(net, rule);
    int steps = result.steps();
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(steps).isBetween(2, 1999);
    double[] energy = result.energy();
    assertThat(energy).hasSize(steps + 1);
    assertThat(relativeChange(energy, steps)).isLessThanOrEqualTo(tolerance);
    for (int t = 1; t < steps; t++) {
      assertThat(relativeChange(energy, t)).as("t = %d", t).isGreaterThan(tolerance);
    }
  }

  @Test
  void tighterToleranceTakesMoreSteps() {
    LearningRule rule = LearningRule.il().withInferenceSteps(2000);
    int loose = infer(TinyNet.MLP, rule.withTolerance(1e-3)).steps();
    int tight = infer(TinyNet.MLP, rule.withTolerance(1e-6)).steps();
    assertThat(tight).isGreaterThan(loose);
  }

  /** The state is that of as many fixed steps. */
  @Test
  void stateIsThatOfTheStepsTaken() {
    LearningRule rule = LearningRule.il().withInferenceSteps(2000);
    InferenceResult adaptive = infer(TinyNet.MLP, rule.withTolerance(1e-4));
    InferenceResult fixed = infer(TinyNet.MLP, rule.withInferenceSteps(adaptive.steps()));
    assertThat(States.values(adaptive)).isEqualTo(States.values(fixed));
    assertThat(adaptive.energy()).isEqualTo(fixed.energy());
  }

  @ParameterizedTest
  @EnumSource(TinyNet.class)
  void saysThatTheToleranceWasNotReached(TinyNet net) {
    InferenceResult result =
        infer(net, LearningRule.il().withInferenceSteps(3).withTolerance(1e-12));
    assertThat(result.stopReason()).isEqualTo(StopReason.TOLERANCE_NOT_REACHED);
    assertThat(result.stopReason().remedy()).contains("raise the inference steps");
    assertThat(result.steps()).isEqualTo(3);
    assertThat(result.energy()).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(TinyNet.class)
  void divergenceEndsAnAdaptiveInference(TinyNet net) {
    InferenceResult result =
        infer(
            net, LearningRule.il().withInferenceSteps(500).withStepSize(30.0).withTolerance(1e-12));
    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(result.stopReason().remedy()).contains("lower the step size");
    assertThat(result.steps()).isBetween(1, 499);
    double[] energy = result.energy();
    assertThat(energy).hasSize(result.steps() + 1);
    assertThat(energy[result.steps()] <= 100.0 * energy[0]).as("%s", energy).isFalse();
  }

  @ParameterizedTest
  @EnumSource(TinyNet.class)
  void divergenceIsSeenAtTheEndOfAFixedNumberOfSteps(TinyNet net) {
    LearningRule rule = LearningRule.il().withInferenceSteps(6).withStepSize(30.0);
    for (InputMode input : InputMode.values()) {
      InferenceResult result = infer(net, rule.withInput(input));
      assertThat(result.stopReason()).as("%s", input).isEqualTo(StopReason.DIVERGED);
      assertThat(result.steps()).isEqualTo(6);
    }
  }

  /** Nothing moves from the feed-forward pass if nothing pulls. */
  @Test
  void freeOutputConvergesAtOnce() {
    LearningRule rule = LearningRule.il().withOutput(OutputMode.free()).withTolerance(1e-3);
    InferenceResult result = infer(TinyNet.MLP, rule);
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.steps()).isEqualTo(1);
    assertThat(result.energy()).containsOnly(0.0);
  }
}
