// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Fixed-prediction predictive coding: the closed form of its errors, and its exact limit. */
class FixedPredictionTest {
  private static final int LAYERS = 5;

  private static MultiLayerNetwork deep() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(2)
            .dataType(DataType.DOUBLE)
            .activation(Activation.TANH)
            .list();
    for (int l = 1; l < LAYERS; l++) {
      list.layer(new DenseLayer.Builder().nIn(4).nOut(4).build());
    }
    list.layer(
        new OutputLayer.Builder(new LossMCXENT())
            .nIn(4)
            .nOut(4)
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static DataSet data() {
    Nd4j.getRandom().setSeed(3);
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 4, 4), Nd4j.eye(4).castTo(DataType.DOUBLE));
  }

  private static LearningRule rule(NodePlacement placement, int steps, double step) {
    return LearningRule.fixedPrediction()
        .withInferenceSteps(steps)
        .withStepSize(step)
        .withNodePlacement(placement);
  }

  private static InferenceResult infer(LearningRule rule) {
    return PredictiveCoding.infer(PredictiveCoding.attach(deep(), rule), data());
  }

  private static INDArray gradient(MultiLayerNetwork network, DataSet data, LearningRule rule) {
    return PredictiveCoding.gradient(PredictiveCoding.attach(network, rule), data).gradient();
  }

  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void unitStepsAreBackpropagation(NodePlacement placement) {
    INDArray zil = gradient(deep(), data(), LearningRule.zil());
    INDArray fixed = gradient(deep(), data(), rule(placement, LAYERS - 1, 1.0));
    assertThat(Twins.distance(fixed, zil)).isLessThan(1e-14);
  }

  @ParameterizedTest
  @EnumSource(TinyNet.class)
  void unitStepsAreBackpropagationOnEveryNet(TinyNet net) {
    int longestPath = 6;
    INDArray zil = gradient(net.smooth(), net.classes(), LearningRule.zil());
    for (NodePlacement placement : NodePlacement.values()) {
      INDArray fixed = gradient(net.smooth(), net.classes(), rule(placement, longestPath, 1.0));
      assertThat(Twins.distance(fixed, zil)).isLessThan(1e-13);
    }
  }

  /** The default rule is backpropagation to (1 − γ)^T. */
  @ParameterizedTest
  @EnumSource(TinyNet.class)
  void defaultSettingsAreNearBackpropagation(TinyNet net) {
    INDArray zil = gradient(net.smooth(), net.classes(), LearningRule.zil());
    INDArray fixed = gradient(net.smooth(), net.classes(), LearningRule.fixedPrediction());
    assertThat(Twins.distance(fixed, zil)).isLessThan(0.01).isGreaterThan(0.0);
  }

  /** ε_l(T) = [1 − Σ_{j&lt;L−l} C(T, j) γ^j (1 − γ)^{T−j}] δ_l. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 9, 30})
  void errorsHaveTheClosedForm(int steps) {
    double step = 0.3;
    InferenceResult exact = infer(rule(NodePlacement.POST_ACTIVATION, LAYERS - 1, 1.0));
    InferenceResult result = infer(rule(NodePlacement.POST_ACTIVATION, steps, step));
    for (int l = 1; l < LAYERS; l++) {
      int needed = LAYERS - l;
      double reached = 1.0 - fewerThan(needed, steps, step);
      INDArray expected = exact.nodes().get(l - 1).error().mul(reached);
      INDArray error = result.nodes().get(l - 1).error();
      assertThat(error.distance2(expected))
          .as("layer %d", l)
          .isLessThanOrEqualTo(
              1e-13 * exact.nodes().get(l - 1).error().norm2Number().doubleValue());
    }
  }

  /** Σ_{j<needed} C(T, j) γ^j (1 − γ)^{T−j}. */
  private static double fewerThan(int needed, int steps, double step) {
    double sum = 0.0;
    double binomial = 1.0;
    for (int j = 0; j < needed && j <= steps; j++) {
      sum += binomial * Math.pow(step, j) * Math.pow(1.0 - step, steps - j);
      binomial *= (double) (steps - j) / (j + 1);
    }
    return sum;
  }

  /** The values that a result shows are predictions plus errors, though none was fed forward. */
  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void valuesArePredictionsPlusErrors(NodePlacement placement) {
    InferenceResult result = infer(rule(placement, 7, 0.3));
    assertThat(result.nodes())
        .allSatisfy(
            node ->
                assertThat(Twins.distance(node.value(), node.prediction().add(node.error())))
                    .isLessThan(1e-15));
  }
}
