// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A free input starts at the data and moves by the feedback of the first block, and by it alone.
 */
class FreeInputTest {
  private static final double STEP = 0.1;

  private static InferenceResult infer(MultiLayerNetwork network, DataSet data, LearningRule rule) {
    return PredictiveCoding.infer(PredictiveCoding.attach(network, rule), data);
  }

  private static LearningRule rule(NodePlacement placement, int steps) {
    return LearningRule.il()
        .withInput(InputMode.FREE)
        .withNodePlacement(placement)
        .withStepSize(STEP)
        .withInferenceSteps(steps);
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void energyFallsBelowThatOfAClampedInput(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    INDArray features = data.getFeatures().dup();
    InferenceResult free = infer(network, data, rule(placement, 300));
    InferenceResult clamped =
        infer(network, data, rule(placement, 300).withInput(InputMode.CLAMPED));
    double[] energy = free.energy();
    for (int t = 1; t < energy.length; t++) {
      assertThat(energy[t]).as("t = %d", t).isLessThanOrEqualTo(energy[t - 1]);
    }
    assertThat(energy[300]).isLessThan(0.99 * clamped.energy()[300]);
    assertThat(clamped.input()).isEqualTo(features);
    assertThat(data.getFeatures()).isEqualTo(features);
    assertThat(Twins.distance(free.input(), features)).isGreaterThan(1e-3);
  }

  /** x_0 ← x_0 + γ J_1ᵀε̃_1 = x_0 − γ ∂F/∂x_0. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void inputMovesByTheFeedback(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    LearningRule rule = rule(placement, 1).withInitialState(InitialState.displaced(0.3, 4));
    InferenceResult before = infer(network, data, rule);
    INDArray from = before.input().dup('c');
    INDArray to = infer(network, data, rule.withInferenceSteps(2)).input();
    DataSet moved = new DataSet(from, data.getLabels());
    PlainEnergy plain = new PlainEnergy(network, placement, moved, 1.0, 1.0);
    List<INDArray> x = States.values(before);
    INDArray gradient = FiniteDifferences.gradient(() -> plain.total(x), from);
    double distance = Twins.distance(to.sub(before.input()).divi(-STEP), gradient);
    assertThat(distance).isLessThan(1e-6);
  }

  /** The input's own error does not exist, so its own step size plays no part. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void inputStaysWhereNothingIsFedBack(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    LearningRule rule = rule(placement, 20).withOutput(OutputMode.free());
    assertThat(infer(network, data, rule).input()).isEqualTo(data.getFeatures());
    LearningRule tooFew = rule(placement, 2);
    assertThat(infer(network, data, tooFew).input()).isEqualTo(data.getFeatures());
  }
}
