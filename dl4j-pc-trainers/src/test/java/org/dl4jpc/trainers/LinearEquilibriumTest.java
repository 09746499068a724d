// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.layers.PcLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * Linear networks with biases and a clamped output, F = ½λ‖y − μ_L‖² + Σ ½π‖ε‖²: inference settles
 * to the solution of a block-tridiagonal system, the same in both placements (Millidge et al. 2022,
 * "A theoretical framework for inference and learning in predictive coding networks", Theorems 3.4
 * and 3.5).
 */
class LinearEquilibriumTest {
  private static final double LAMBDA = 1.5;
  private static final double[] PRECISION = {0.8, 1.3};

  private static LearningRule rule(NodePlacement placement, double weight) {
    return LearningRule.il()
        .withOutput(OutputMode.weighted(weight))
        .withNodePlacement(placement)
        .withPrecision(PRECISION)
        .withStepSize(0.25)
        .withInferenceSteps(1000);
  }

  private static InferenceResult settle(MultiLayerNetwork net, DataSet data, LearningRule rule) {
    return PredictiveCoding.infer(PredictiveCoding.attach(net, rule), data);
  }

  /** DL4J's L2 has no ½. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void equilibriumSolvesTheSystemWithL2(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.linear(new LossL2());
    assertEquilibrium(net, network, placement, rule(placement, LAMBDA / 2.0));
  }

  /** DL4J's MSE has no ½ and divides by n_L. */
  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void equilibriumSolvesTheSystemWithMse(NodePlacement placement) {
    MultiLayerNetwork network = TinyNet.MLP.linear(new LossMSE());
    double weight = LAMBDA * TinyNet.OUTPUTS / 2.0;
    assertEquilibrium(TinyNet.MLP, network, placement, rule(placement, weight));
  }

  private static void assertEquilibrium(
      TinyNet net, MultiLayerNetwork network, NodePlacement placement, LearningRule rule) {
    DataSet data = net.targets();
    List<INDArray> x = States.values(settle(network, data, rule));
    PlainEnergy plain = new PlainEnergy(network, placement, data, LAMBDA, PRECISION);
    LinearSystem system = new LinearSystem(plain.forward(), x);
    List<INDArray> expected =
        system.equilibrium(system.spread(PRECISION), LAMBDA, data.getLabels());
    double distance = States.distance(x, expected);
    double moved = States.distance(plain.forward().feedForward(x), expected);
    assertThat(moved).isGreaterThan(0.05);
    assertThat(distance).isLessThan(1e-12);
  }

  /**
   * (I + Π_l⁻¹W_{l+1}ᵀΠ_{l+1}W_{l+1}) x_l* = W_l x_{l−1}* + b_l + Π_l⁻¹W_{l+1}ᵀΠ_{l+1}(x_{l+1}* −
   * b_{l+1}), Π_L = λ, x_L = y; W is DL4J's Wᵀ.
   */
  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void everyNodeSolvesItsEquation(NodePlacement placement) {
    MultiLayerNetwork network = TinyNet.MLP.linear(new LossL2());
    DataSet data = TinyNet.MLP.targets();
    List<INDArray> x = States.values(settle(network, data, rule(placement, LAMBDA / 2.0)));
    List<INDArray> all = List.of(data.getFeatures(), x.get(0), x.get(1), data.getLabels());
    double[] precision = {PRECISION[0], PRECISION[1], LAMBDA};
    for (int l = 1; l <= 2; l++) {
      INDArray above = network.getParam(l + "_W");
      double ratio = precision[l] / precision[l - 1];
      INDArray feedback = all.get(l + 1).subRowVector(network.getParam(l + "_b"));
      INDArray sum =
          all.get(l - 1)
              .mmul(network.getParam((l - 1) + "_W"))
              .addiRowVector(network.getParam((l - 1) + "_b"))
              .addi(feedback.mmul(above.transpose()).muli(ratio));
      INDArray matrix = above.mmul(above.transpose()).muli(ratio);
      matrix.addi(Nd4j.eye(matrix.rows()).castTo(DataType.DOUBLE));
      assertThat(Twins.distance(all.get(l).mmul(matrix), sum)).as("x_%d", l).isLessThan(1e-12);
    }
  }

  /** One π a unit, set in the configuration and multiplied by the rule's. */
  @Test
  void precisionsOfUnitsWeighTheSystem() {
    double[] first = {0.5, 1.0, 2.0};
    double[] second = {1.5, 0.7};
    MultiLayerNetwork network = new MultiLayerNetwork(unitPrecisions(first, second));
    network.init();
    Nd4j.getRandom().setSeed(3);
    INDArray features = Nd4j.randn(DataType.DOUBLE, 2, 4);
    DataSet data = new DataSet(features, Nd4j.randn(DataType.DOUBLE, 2, 2));
    LearningRule rule =
        rule(NodePlacement.POST_ACTIVATION, LAMBDA / 2.0)
            .withStepSize(0.15)
            .withInferenceSteps(1500);
    List<INDArray> x = States.values(settle(network, data, rule));
    PlainEnergy plain =
        new PlainEnergy(network, NodePlacement.POST_ACTIVATION, data, LAMBDA, PRECISION);
    LinearSystem system = new LinearSystem(plain.forward(), x);
    double[] precision = system.spread(PRECISION);
    for (int i = 0; i < precision.length; i++) {
      int split = system.size(0);
      precision[i] *= i < split ? first[i % 3] : second[(i - split) % 2];
    }
    List<INDArray> expected = system.equilibrium(precision, LAMBDA, data.getLabels());
    assertThat(States.distance(x, expected)).isLessThan(1e-12);
  }

  private static MultiLayerConfiguration unitPrecisions(double[] first, double[] second) {
    return new NeuralNetConfiguration.Builder()
        .seed(4)
        .dataType(DataType.DOUBLE)
        .activation(Activation.IDENTITY)
        .list()
        .layer(
            PcLayer.of(new DenseLayer.Builder().nIn(4).nOut(3).biasInit(0.2).build())
                .precision(first)
                .build())
        .layer(
            PcLayer.of(new DenseLayer.Builder().nIn(3).nOut(2).biasInit(-0.1).build())
                .precision(second)
                .build())
        .layer(
            new OutputLayer.Builder(new LossL2())
                .nIn(2)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .biasInit(0.3)
                .build())
        .build();
  }
}
