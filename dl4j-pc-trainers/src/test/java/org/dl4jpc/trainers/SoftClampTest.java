// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** Soft clamps: the output error is a part of y − μ_L, whatever the loss's own scale. */
class SoftClampTest {
  private static final int SAMPLES = 4;

  private static MultiLayerNetwork network(ILossFunction loss, Activation activation) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(new OutputLayer.Builder(loss).nOut(3).activation(activation).build())
                .setInputType(InputType.feedForward(4))
                .build());
    network.init();
    return network;
  }

  private static DataSet data() {
    Nd4j.getRandom().setSeed(8);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, SAMPLES, 3);
    for (int i = 0; i < SAMPLES; i++) {
      labels.putScalar(i, i % 3, 1.0);
    }
    return new DataSet(Nd4j.randn(DataType.DOUBLE, SAMPLES, 4), labels);
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of(new LossMCXENT(), Activation.SOFTMAX),
        Arguments.of(new LossNegativeLogLikelihood(), Activation.SOFTMAX),
        Arguments.of(new LossBinaryXENT(), Activation.SIGMOID),
        Arguments.of(new LossL2(), Activation.IDENTITY),
        Arguments.of(new LossMSE(), Activation.IDENTITY));
  }

  /** One wave, so that the output's gradient is taken at the feed-forward state. */
  private static INDArray biasGradient(MultiLayerNetwork network, OutputMode output) {
    LearningRule rule = LearningRule.zil().withOutput(output);
    return PredictiveCoding.gradient(PredictiveCoding.attach(network, rule), data())
        .getGradientFor("1_b");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void constantClamp(ILossFunction loss, Activation activation) {
    MultiLayerNetwork network = network(loss, activation);
    INDArray difference = data().getLabels().sub(network.output(data().getFeatures()));
    for (double kappa : new double[] {0.0, 1.0 / 101, 0.65}) {
      INDArray expected = difference.sum(true, 0).muli(kappa - 1.0);
      INDArray gradient = biasGradient(network, OutputMode.soft(kappa));
      assertThat(Twins.distance(gradient, expected)).isLessThan(1e-12);
    }
  }

  /** 1 − κ = n̄α / (1 + n̄α), n̄ = ‖x_{L−1}‖² + 1 of each sample. */
  @ParameterizedTest
  @MethodSource("losses")
  void proximalClamp(ILossFunction loss, Activation activation) {
    MultiLayerNetwork network = network(loss, activation);
    INDArray difference = data().getLabels().sub(network.output(data().getFeatures()));
    INDArray below = network.feedForward(data().getFeatures()).get(1);
    for (double alpha : new double[] {0.01, 1.0, 100.0}) {
      INDArray expected = Nd4j.zeros(DataType.DOUBLE, 1, 3);
      for (int i = 0; i < SAMPLES; i++) {
        double norm = Math.pow(below.getRow(i).norm2Number().doubleValue(), 2) + 1.0;
        expected.subi(difference.getRow(i, true).mul(norm * alpha / (1.0 + norm * alpha)));
      }
      INDArray gradient = biasGradient(network, OutputMode.proximal(alpha));
      assertThat(Twins.distance(gradient, expected)).isLessThan(1e-12);
    }
  }

  @Test
  void noClampForOtherLosses() {
    MultiLayerNetwork hinge = network(new LossHinge(), Activation.TANH);
    MultiLayerNetwork weighted =
        network(
            new LossMCXENT(Nd4j.createFromArray(1.0, 2.0, 3.0).reshape(1, 3)), Activation.SOFTMAX);
    MultiLayerNetwork squaredSigmoid = network(new LossL2(), Activation.SIGMOID);
    for (MultiLayerNetwork network : new MultiLayerNetwork[] {hinge, weighted, squaredSigmoid}) {
      for (LearningRule rule :
          new LearningRule[] {
            LearningRule.ilProx(1.0), LearningRule.il().withOutput(OutputMode.soft(0.1))
          }) {
        assertThatThrownBy(() -> PredictiveCoding.attach(network, rule))
            .isInstanceOf(DL4JInvalidConfigException.class)
            .hasMessageContainingAll("illegal output of the rule", "softmax and MCXENT");
      }
    }
  }

  static Stream<Layer> layersWithoutNorm() {
    Layer bidirectional = new Bidirectional(new LSTM.Builder().nOut(3).build());
    bidirectional.setLayerName("odd");
    return Stream.of(new PReLULayer.Builder().inputShape(4).name("odd").build(), bidirectional);
  }

  @ParameterizedTest
  @MethodSource("layersWithoutNorm")
  void normalisedRulesNeedPresynapticNorms(Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(layer)
                .layer(
                    layer instanceof Bidirectional
                        ? new RnnOutputLayer.Builder()
                            .nOut(2)
                            .activation(Activation.SOFTMAX)
                            .build()
                        : new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(
                    layer instanceof Bidirectional
                        ? InputType.recurrent(3, 4)
                        : InputType.feedForward(4))
                .build());
    network.init();
    assertThatThrownBy(() -> PredictiveCoding.attach(network, LearningRule.ilProx(1.0)))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContainingAll("illegal weight rule", "[odd]");
  }

  @Test
  void rangesAreChecked() {
    for (double kappa : new double[] {-0.1, 1.0, Double.NaN}) {
      assertThatThrownBy(() -> OutputMode.soft(kappa))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("illegal kappa: " + kappa + ", must be at least 0 and less than 1");
    }
    for (double alpha : new double[] {0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> LearningRule.ilProx(alpha))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("illegal alpha: " + alpha + ", must be finite and greater than 0");
    }
    assertThatThrownBy(() -> LearningRule.ilProx(1.0, -1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal stabiliser: -1.0, must be finite and at least 0");
    assertThatThrownBy(() -> OutputMode.contrastive(0.1, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("illegal plus − minus: 0.0");
  }
}
