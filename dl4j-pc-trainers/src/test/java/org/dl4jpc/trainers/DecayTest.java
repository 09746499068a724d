// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The energy's term ½ d ‖x_l‖², in every schedule. */
class DecayTest {
  private static final double STEP = 0.05;
  private static final double DECAY = 0.3;

  private static LearningRule rule(InferenceSchedule schedule, NodePlacement placement) {
    return LearningRule.of(
            schedule, OutputMode.clamped(), WeightRule.lms(), UpdateTiming.AFTER_INFERENCE)
        .withNodePlacement(placement)
        .withDecay(DECAY);
  }

  private static InferenceResult infer(MultiLayerNetwork network, DataSet data, LearningRule rule) {
    return PredictiveCoding.infer(PredictiveCoding.attach(network, rule), data);
  }

  private static double energy(PlainEnergy plain, List<INDArray> x) {
    double energy = plain.total(x);
    for (INDArray node : x) {
      double norm = node.norm2Number().doubleValue();
      energy += 0.5 * DECAY * norm * norm;
    }
    return energy;
  }

  private static PlainEnergy plain(
      MultiLayerNetwork network, NodePlacement placement, DataSet data) {
    return new PlainEnergy(network, placement, data, 1.0, 1.0);
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void simultaneousStepIsTheGradient(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    PlainEnergy plain = plain(network, placement, data);
    LearningRule rule = rule(InferenceSchedule.simultaneous(2, StepSizes.of(STEP)), placement);
    InferenceResult before = infer(network, data, rule);
    List<INDArray> from = States.values(before);
    List<INDArray> to = States.values(infer(network, data, rule.withInferenceSteps(3)));
    assertThat(before.energy()[2]).isCloseTo(energy(plain, from), within(1e-12));
    for (int l = 0; l < from.size(); l++) {
      INDArray gradient = FiniteDifferences.gradient(() -> energy(plain, from), from.get(l));
      INDArray moved = to.get(l).sub(from.get(l)).divi(-STEP);
      assertThat(Twins.distance(moved, gradient)).as("node %d", l).isLessThan(1e-6);
    }
  }

  /** A change of ε_l moves all values above it, and with them their part of the energy. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void stepOfErrorOptimisationIsTheGradientByTheErrors(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    PlainEnergy plain = plain(network, placement, data);
    LearningRule rule = rule(InferenceSchedule.errors(2, StepSizes.of(STEP)), placement);
    List<INDArray> from = errors(infer(network, data, rule));
    List<INDArray> to = errors(infer(network, data, rule.withInferenceSteps(3)));
    for (int l = 0; l < from.size(); l++) {
      INDArray gradient =
          FiniteDifferences.gradient(() -> energy(plain, values(plain, from)), from.get(l));
      INDArray moved = to.get(l).sub(from.get(l)).divi(-STEP);
      assertThat(Twins.distance(moved, gradient)).as("node %d", l).isLessThan(1e-6);
    }
  }

  private static List<INDArray> errors(InferenceResult result) {
    return result.nodes().stream().map(node -> node.error().dup('c')).toList();
  }

  private static List<INDArray> values(PlainEnergy plain, List<INDArray> errors) {
    List<INDArray> x = errors.stream().map(INDArray::like).toList();
    for (int i = 0; i < PlainForward.depth(x); i++) {
      List<INDArray> predictions = plain.forward().predictions(x);
      for (int l = 0; l < x.size(); l++) {
        x.get(l).assign(predictions.get(l).add(errors.get(l)));
      }
    }
    return x;
  }

  /**
   * With fixed predictions and no labels each node is on its own, x ← x − γ (x − μ) − γ d x, with
   * the fixed point μ / (1 + d).
   */
  @ParameterizedTest
  @EnumSource(
      value = TinyNet.class,
      names = {"MLP", "CNN"})
  void activitiesDecayWherePredictionsAreFixed(TinyNet net) {
    MultiLayerNetwork network = net.smooth();
    int steps = 7;
    LearningRule rule =
        rule(
                InferenceSchedule.fixedPrediction(steps, StepSizes.of(STEP)),
                NodePlacement.POST_ACTIVATION)
            .withOutput(OutputMode.free());
    // the free net above a node feeds its decayed error back: the last node has none above it
    InferenceResult result = infer(network, net.classes(), rule);
    NodeState last = result.nodes().get(1);
    double left = Math.pow(1.0 - STEP * (1.0 + DECAY), steps);
    double factor = 1.0 / (1.0 + DECAY) + left * (1.0 - 1.0 / (1.0 + DECAY));
    assertThat(Twins.distance(last.value(), last.prediction().mul(factor))).isLessThan(1e-13);
    double norm = last.value().norm2Number().doubleValue();
    double error = last.error().norm2Number().doubleValue();
    assertThat(last.energy()[steps])
        .isCloseTo(0.5 * error * error + 0.5 * DECAY * norm * norm, within(1e-13));
  }
}
