// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** The factor of all π over inference steps: decaying, or a spike. */
class PrecisionScheduleTest {
  private static final double STEP = 0.05;
  private static final double[] PRECISION = {0.6, 1.4};

  private static ISchedule decaying() {
    return new InverseSchedule(ScheduleType.ITERATION, 2.0, 1.0, 1.0);
  }

  private static ISchedule spike() {
    return new MapSchedule.Builder(ScheduleType.ITERATION)
        .add(0, 1.0)
        .add(2, 5.0)
        .add(3, 1.0)
        .build();
  }

  private static LearningRule rule(NodePlacement placement, ISchedule factor, int steps) {
    return LearningRule.il()
        .withNodePlacement(placement)
        .withStepSize(STEP)
        .withInferenceSteps(steps)
        .withPrecision(PRECISION)
        .withInitialState(InitialState.displaced(0.4, 21))
        .withPrecisionSchedule(factor);
  }

  private static InferenceResult infer(MultiLayerNetwork network, DataSet data, LearningRule rule) {
    return PredictiveCoding.infer(PredictiveCoding.attach(network, rule), data);
  }

  /** Step t descends the energy with the precisions of step t. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void everyStepHasItsFactor(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    for (ISchedule schedule : List.of(decaying(), spike())) {
      for (int t = 1; t < 4; t++) {
        double factor = schedule.valueAt(t, 0);
        PlainEnergy plain =
            new PlainEnergy(
                network, placement, data, 1.0, PRECISION[0] * factor, PRECISION[1] * factor);
        List<INDArray> from = States.values(infer(network, data, rule(placement, schedule, t)));
        List<INDArray> to = States.values(infer(network, data, rule(placement, schedule, t + 1)));
        for (int l = 0; l < from.size(); l++) {
          INDArray gradient = FiniteDifferences.gradient(() -> plain.total(from), from.get(l));
          INDArray moved = to.get(l).sub(from.get(l)).divi(-STEP);
          assertThat(Twins.distance(moved, gradient)).as("step %d, node %d", t, l).isLessThan(1e-6);
        }
      }
    }
  }

  /** Each energy is that of the precisions that led to the state, the first that of step 0. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void aMinibatchStartsWithTheFirstFactor(TinyNet net, NodePlacement placement) {
    DataSet data = net.classes();
    MultiLayerNetwork attached =
        PredictiveCoding.attach(net.smooth(), rule(placement, decaying(), 4));
    InferenceResult first = PredictiveCoding.infer(attached, data);
    InferenceResult second = PredictiveCoding.infer(attached, data);
    assertThat(second.energy()).containsExactly(first.energy());
    PlainEnergy plain =
        new PlainEnergy(net.smooth(), placement, data, 1.0, 2.0 * PRECISION[0], 2.0 * PRECISION[1]);
    List<INDArray> start = States.values(infer(net.smooth(), data, start(placement)));
    assertThat(first.energy()[0]).isCloseTo(plain.total(start), within(1e-12));
  }

  /** The displaced start itself: steps so small that nothing moves. */
  private static LearningRule start(NodePlacement placement) {
    return rule(placement, decaying(), 1).withStepSize(1e-300);
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void aConstantFactorIsAPrecision(TinyNet net, NodePlacement placement) {
    LearningRule factor = rule(placement, new FixedSchedule(0.5), 5);
    LearningRule precision =
        rule(placement, new FixedSchedule(1.0), 5)
            .withPrecision(0.5 * PRECISION[0], 0.5 * PRECISION[1]);
    for (InferenceSchedule schedule : schedules().toList()) {
      INDArray expected = gradient(net, with(precision, schedule));
      assertThat(Twins.distance(gradient(net, with(factor, schedule)), expected)).isLessThan(1e-13);
    }
  }

  private static Stream<InferenceSchedule> schedules() {
    StepSizes sizes = StepSizes.of(STEP);
    return Stream.of(
        InferenceSchedule.simultaneous(4, sizes),
        InferenceSchedule.sequential(4, sizes),
        InferenceSchedule.errors(4, sizes),
        InferenceSchedule.fixedPrediction(4, sizes),
        InferenceSchedule.wave(0.5));
  }

  private static LearningRule with(LearningRule rule, InferenceSchedule schedule) {
    return LearningRule.of(schedule, rule.output(), rule.weightRule(), rule.timing())
        .withNodePlacement(rule.nodePlacement())
        .withInitialState(rule.initialState())
        .withPrecision(rule.precision().stream().mapToDouble(pi -> pi).toArray())
        .withPrecisionSchedule(rule.precisionSchedule().orElseThrow());
  }

  private static INDArray gradient(TinyNet net, LearningRule rule) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.smooth(), rule);
    return PredictiveCoding.gradient(attached, net.classes()).gradient();
  }

  @Test
  void factorsArePositive() {
    assertThatThrownBy(() -> LearningRule.il().withPrecisionSchedule(new FixedSchedule(-1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "illegal precision factor at inference step 0: -1.0, must be finite and greater than"
                + " 0");
  }

  @Test
  void factorsOfTheStepArePositiveToTheLastStep() {
    LearningRule rule =
        LearningRule.il()
            .withInferenceSteps(3)
            .withStepSchedule(new PolySchedule(ScheduleType.ITERATION, 1.0, 1.0, 3));
    assertThatThrownBy(() -> rule.withInferenceSteps(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "illegal step size factor at inference step 3: 0.0, must be finite and greater than 0");
  }
}
