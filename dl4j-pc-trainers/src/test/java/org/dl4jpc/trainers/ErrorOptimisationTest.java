// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Error optimisation: errors are the free variables, values follow by a forward sweep. */
class ErrorOptimisationTest {
  private static final double STEP = 0.05;

  private static LearningRule rule(NodePlacement placement, int steps) {
    return LearningRule.of(
            InferenceSchedule.errors(steps, StepSizes.of(STEP)),
            OutputMode.clamped(),
            WeightRule.lms(),
            UpdateTiming.AFTER_INFERENCE)
        .withNodePlacement(placement);
  }

  private static InferenceResult infer(MultiLayerNetwork network, DataSet data, LearningRule rule) {
    return PredictiveCoding.infer(PredictiveCoding.attach(network, rule), data);
  }

  /** x_l = f_l(x_{l−1}) + ε_l, all time steps in turn. */
  private static List<INDArray> valuesOf(PlainForward forward, List<INDArray> errors) {
    List<INDArray> x = errors.stream().map(INDArray::like).toList();
    for (int i = 0; i < PlainForward.depth(x); i++) {
      List<INDArray> predictions = forward.predictions(x);
      for (int l = 0; l < x.size(); l++) {
        x.get(l).assign(predictions.get(l).add(errors.get(l)));
      }
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void aStepIsTheGradientByTheErrors(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    PlainEnergy plain = new PlainEnergy(network, placement, data, 1.0, 1.0);
    InferenceResult before = infer(network, data, rule(placement, 2));
    List<INDArray> from = errors(before);
    List<INDArray> to = errors(infer(network, data, rule(placement, 3)));
    for (int l = 0; l < from.size(); l++) {
      INDArray gradient =
          FiniteDifferences.gradient(
              () -> plain.total(valuesOf(plain.forward(), from)), from.get(l));
      INDArray moved = to.get(l).sub(from.get(l)).divi(-STEP);
      assertThat(Twins.distance(moved, gradient)).as("node %d", l).isLessThan(1e-6);
    }
    assertThat(States.distance(States.values(before), valuesOf(plain.forward(), from)))
        .isLessThan(1e-12);
  }

  private static List<INDArray> errors(InferenceResult result) {
    List<INDArray> errors = new ArrayList<>();
    result.nodes().forEach(node -> errors.add(node.error().dup('c')));
    return errors;
  }

  /** Both kinds of variable have the same equilibria. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void restsWhereOrdinaryInferenceRests(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    LearningRule ordinary =
        LearningRule.il().withNodePlacement(placement).withStepSize(0.1).withInferenceSteps(4000);
    List<INDArray> reference = States.values(infer(network, data, ordinary));
    List<INDArray> rest =
        States.values(infer(network, data, rule(placement, 4000).withStepSize(0.1)));
    assertThat(States.distance(rest, reference)).isLessThan(1e-9);
  }

  /** Every layer hears the labels in the first step. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void oneStepReachesEveryLayer(TinyNet net, NodePlacement placement) {
    InferenceResult result = infer(net.smooth(), net.classes(), rule(placement, 1));
    assertThat(result.nodes())
        .allSatisfy(node -> assertThat(node.error().norm2Number().doubleValue()).isPositive());
  }
}
