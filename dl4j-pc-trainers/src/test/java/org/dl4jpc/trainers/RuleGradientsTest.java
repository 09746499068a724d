// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Weight gradients of all rules that descend their energy, against finite differences of that
 * energy at the state that inference has reached.
 */
class RuleGradientsTest {
  private static final double TOLERANCE = 1e-6;

  /**
   * A rule and its energy.
   *
   * @param rule to be checked
   * @param lambda weight of the loss in the energy
   * @param precision π at the last step
   * @param scale factor of the gradient
   */
  private record Sample(
      String name, LearningRule rule, double lambda, double precision, double scale) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Sample> samples() {
    ISchedule decaying = new InverseSchedule(ScheduleType.ITERATION, 1.0, 1.0, 1.0);
    return Stream.of(
        new Sample("IL", LearningRule.il().withStepSize(0.1), 1.0, 1.0, 1.0),
        new Sample("SeqIL", LearningRule.seqIl(), 1.0, 1.0, 1.0),
        new Sample("PC-Nudge", LearningRule.pcNudge(0.1), 0.1, 1.0, 10.0),
        new Sample("SeqIL-MQ", LearningRule.seqIlMq(3e-5), 1.0, 1.0, 1.0),
        new Sample(
            "soft clamp", LearningRule.seqIl().withOutput(OutputMode.soft(0.3)), 0.7, 1.0, 1.0),
        new Sample("decay", LearningRule.il().withStepSize(0.1).withDecay(0.2), 1.0, 1.0, 1.0),
        new Sample(
            "decaying precision",
            LearningRule.il()
                .withStepSize(0.1)
                .withInferenceSteps(4)
                .withPrecision(2.0)
                .withPrecisionSchedule(decaying),
            1.0,
            0.5,
            1.0),
        new Sample(
            "error optimisation",
            LearningRule.of(
                InferenceSchedule.errors(5, StepSizes.of(0.1)),
                OutputMode.clamped(),
                WeightRule.lms(),
                UpdateTiming.AFTER_INFERENCE),
            1.0,
            1.0,
            1.0));
  }

  static Stream<Arguments> everyRuleOnEveryNet() {
    return samples()
        .flatMap(
            sample ->
                TinyNet.placed().map(net -> Arguments.of(sample, net.get()[0], net.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("everyRuleOnEveryNet")
  void gradientIsThatOfTheEnergy(Sample sample, TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    MultiLayerNetwork attached =
        PredictiveCoding.attach(network, sample.rule().withNodePlacement(placement));
    List<INDArray> x = States.values(PredictiveCoding.infer(attached, data));
    Gradient gradient = PredictiveCoding.gradient(attached, data);
    PlainEnergy plain =
        new PlainEnergy(network, placement, data, sample.lambda(), sample.precision());
    double distance = 0.0;
    double norm = 0.0;
    for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
      if (!OrdinaryNet.isStatistic(parameter.getKey())) {
        INDArray expected =
            FiniteDifferences.gradient(() -> plain.total(x), parameter.getValue())
                .muli(sample.scale());
        distance += square(gradient.getGradientFor(parameter.getKey()).distance2(expected));
        norm += square(expected.norm2Number().doubleValue());
      }
    }
    assertThat(Math.sqrt(distance / norm)).isLessThan(TOLERANCE);
  }

  private static double square(double value) {
    return value * value;
  }
}
