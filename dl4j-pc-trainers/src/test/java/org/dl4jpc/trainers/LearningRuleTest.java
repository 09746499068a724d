// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** A rule as an immutable value: parts, withers, equality, messages. */
class LearningRuleTest {

  @Test
  void partsOfIl() {
    LearningRule rule = LearningRule.il();
    assertThat(rule.schedule()).isEqualTo(InferenceSchedule.simultaneous(20, StepSizes.of(0.1)));
    assertThat(rule.output()).isEqualTo(new OutputMode(1.0, 1.0));
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
        .isEqualTo(new OutputMode(0.1, 10.0));
    assertThat(rule.withOutput(OutputMode.free()).output()).isEqualTo(new OutputMode(0.0, 1.0));
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

  /** The user's configuration stays unchanged, inside of wrappers too. */
  @Test
  void updaterOfARuleStaysOutOfTheUsersConfiguration() {
    MultiLayerNetwork network = TinyNet.RNN.smooth();
    String before = network.getLayerWiseConfigurations().toJson();
    MultiLayerNetwork attached =
        PredictiveCoding.attach(network, LearningRule.zil().withUpdater(new Adam(0.7)));
    assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(before);
    assertThat(updaterOfWrapped(attached)).isEqualTo(new Adam(0.7));
    assertThat(updaterOfWrapped(network)).isEqualTo(new Sgd());
  }

  private static IUpdater updaterOfWrapped(MultiLayerNetwork network) {
    LastTimeStep last = (LastTimeStep) network.getLayerWiseConfigurations().getConf(1).getLayer();
    return ((BaseLayer) last.getUnderlying()).getIUpdater();
  }

  private static Arguments illegal(ThrowingCallable call, String message) {
    return Arguments.of(call, message);
  }

  static Stream<Arguments> illegalSteps() {
    LearningRule il = LearningRule.il();
    LearningRule zil = LearningRule.zil();
    String positive = ", must be finite and greater than 0";
    String nonNegative = ", must be finite and at least 0";
    return Stream.of(
        illegal(() -> il.withInferenceSteps(0), "illegal inference steps: 0, must be at least 1"),
        illegal(() -> il.withInferenceSteps(-4), "illegal inference steps: -4, must be at least 1"),
        illegal(
            () -> zil.withInferenceSteps(3),
            "illegal inference steps of a wave: 3, must be 1: a wave visits each node once"),
        illegal(() -> il.withStepSize(0.0), "illegal step size: 0.0" + positive),
        illegal(() -> il.withStepSize(-0.1), "illegal step size: -0.1" + positive),
        illegal(() -> il.withStepSize(Double.NaN), "illegal step size: NaN" + positive),
        illegal(
            () -> il.withStepSize(Double.POSITIVE_INFINITY),
            "illegal step size: Infinity" + positive),
        illegal(() -> il.withStepSizes(0.0, 0.1), "illegal feedback step size: 0.0" + positive),
        illegal(
            () -> il.withStepSizes(Double.NaN, 0.1), "illegal feedback step size: NaN" + positive),
        illegal(() -> il.withStepSizes(0.1, -0.1), "illegal own step size: -0.1" + nonNegative),
        illegal(
            () -> il.withStepSizes(0.1, Double.NaN), "illegal own step size: NaN" + nonNegative),
        illegal(() -> InferenceSchedule.wave(0.0), "illegal step size: 0.0" + positive),
        illegal(() -> il.withStepSchedule(null), "illegal step schedule: null, must be an object"));
  }

  static Stream<Arguments> illegalSettings() {
    LearningRule il = LearningRule.il();
    String positive = ", must be finite and greater than 0";
    String nonNegative = ", must be finite and at least 0";
    return Stream.of(
        illegal(() -> il.withTolerance(-1e-3), "illegal tolerance: -0.001" + nonNegative),
        illegal(() -> il.withTolerance(Double.NaN), "illegal tolerance: NaN" + nonNegative),
        illegal(() -> il.withPrecision(0.0), "illegal precision: 0.0" + positive),
        illegal(() -> il.withPrecision(1.0, -2.0), "illegal precision: -2.0" + positive),
        illegal(() -> il.withPrecision(Double.NaN), "illegal precision: NaN" + positive),
        illegal(
            () -> il.withPrecision(),
            "illegal precision: [], must be one value, or one for each hidden node"),
        illegal(() -> OutputMode.nudged(0.0), "illegal lambda: 0.0" + positive),
        illegal(() -> OutputMode.nudged(Double.NaN), "illegal lambda: NaN" + positive),
        illegal(() -> OutputMode.weighted(-1.0), "illegal lambda: -1.0" + positive),
        illegal(() -> new OutputMode(-1.0, 1.0), "illegal lambda: -1.0" + nonNegative),
        illegal(() -> new OutputMode(1.0, 0.0), "illegal gradient scale: 0.0" + positive),
        illegal(() -> InitialState.displaced(-0.1, 1), "illegal initial noise: -0.1" + nonNegative),
        illegal(() -> il.withUpdater(null), "illegal updater: null, must be an object"),
        illegal(() -> il.withOutput(null), "illegal output: null, must be an object"),
        illegal(() -> il.withInput(null), "illegal input: null, must be an object"),
        illegal(() -> il.withInitialState(null), "illegal initial state: null, must be an object"),
        illegal(() -> il.withNodePlacement(null), "illegal placement: null, must be an object"));
  }

  @ParameterizedTest
  @MethodSource({"illegalSteps", "illegalSettings"})
  void illegalArgumentsAreNamed(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void ownStepNeedsAWave() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LearningRule.of(
                    InferenceSchedule.sequential(3, StepSizes.of(0.1)),
                    OutputMode.clamped(),
                    WeightRule.lms(),
                    UpdateTiming.OWN_STEP))
        .withMessageStartingWith("illegal timing: OWN_STEP, must be AFTER_INFERENCE with Seq")
        .withMessageEndingWith("which is not a wave");
  }

  @Test
  void waveHasNoStepSchedule() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LearningRule.zil()
                    .withStepSchedule(new ExponentialSchedule(ScheduleType.ITERATION, 1.0, 0.5)))
        .withMessageStartingWith("illegal step schedule of a wave: ")
        .withMessageEndingWith(", must be absent: a wave is one step");
  }

  /** One π for each hidden node: as many as the network has, seen when the network is. */
  @Test
  void precisionsMustBeAsManyAsNodes() {
    LearningRule rule = LearningRule.il().withPrecision(1.0, 2.0, 3.0);
    MultiLayerNetwork attached = PredictiveCoding.attach(TinyNet.MLP.smooth(), rule);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PredictiveCoding.infer(attached, TinyNet.MLP.classes()))
        .withMessage(
            "illegal precision: [1.0, 2.0, 3.0], must be one value, or 2 as the network has hidden"
                + " nodes");
  }
}
