// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Where a soft clamp and normalised steps end: masks, weight noise, other losses. */
class SoftClampLimitsTest {

  private static List<LearningRule> rules() {
    return List.of(LearningRule.il().withOutput(OutputMode.soft(0.1)), LearningRule.ilProx(2.0));
  }

  private static MultiLayerNetwork network(OutputLayer.Builder output) {
    return SmallNet.initialised(
        SmallNet.base()
            .list()
            .layer(new DenseLayer.Builder().nIn(6).nOut(5).build())
            .layer(output.name("classes").nIn(5).nOut(SmallNet.CLASSES).build())
            .build());
  }

  private static MultiLayerNetwork binary() {
    return network(new OutputLayer.Builder(new LossBinaryXENT()).activation(Activation.SIGMOID));
  }

  /** A masked sample has no error, as it has no loss. */
  @ParameterizedTest
  @MethodSource("rules")
  void maskedSamplesHaveNoError(LearningRule rule) {
    DataSet data = SmallNet.MLP.batch();
    data.setLabelsMaskArray(Nd4j.createFromArray(1.0, 0.0, 1.0, 1.0, 0.0).reshape(5, 1));
    InferenceResult result = PredictiveCoding.infer(PredictiveCoding.attach(binary(), rule), data);
    INDArray error = result.nodes().get(0).error();
    for (int i = 0; i < SmallNet.SAMPLES; i++) {
      double norm = error.getRow(i).norm2Number().doubleValue();
      if (i == 1 || i == 4) {
        assertThat(norm).isZero();
      } else {
        assertThat(norm).isPositive();
      }
    }
  }

  /** A mask of single outputs leaves the block to DL4J, whose error has no soft clamp. */
  @ParameterizedTest
  @MethodSource("rules")
  void aMaskOfSingleOutputsIsAnError(LearningRule rule) {
    DataSet data = SmallNet.MLP.batch();
    data.setLabelsMaskArray(Nd4j.ones(SmallNet.SAMPLES, SmallNet.CLASSES));
    MultiLayerNetwork network = binary();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, rule);
    Snapshot before = Snapshot.of(network);
    assertThatThrownBy(() -> attached.fit(data))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContainingAll(
            "illegal output of the rule",
            "must not be a soft clamp for layer 'classes' with a labels mask of shape [5, 3]");
    before.assertUnchanged(network);
  }

  @Test
  void normalisedStepsNeedTheWholeOutputToo() {
    DataSet data = SmallNet.MLP.batch();
    data.setLabelsMaskArray(Nd4j.ones(SmallNet.SAMPLES, SmallNet.CLASSES));
    MultiLayerNetwork network = binary();
    MultiLayerNetwork attached =
        PredictiveCoding.attach(network, LearningRule.ilProx(2.0).withOutput(OutputMode.clamped()));
    Snapshot before = Snapshot.of(network);
    assertThatThrownBy(() -> attached.fit(data))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContainingAll(
            "illegal weight rule", "layer 'classes' with a labels mask of shape [5, 3]");
    before.assertUnchanged(network);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void weightNoiseAtTheOutputIsAnErrorAtAttach(LearningRule rule) {
    MultiLayerNetwork network =
        network(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .weightNoise(new WeightNoise(new NormalDistribution(0, 0.1))));
    assertThatThrownBy(() -> PredictiveCoding.attach(network, rule))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContainingAll("illegal output of the rule", "without weight noise");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theMessageNamesLossAndActivation(LearningRule rule) {
    MultiLayerNetwork network =
        network(new OutputLayer.Builder(new LossMSE()).activation(Activation.TANH));
    assertThatThrownBy(() -> PredictiveCoding.attach(network, rule))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContaining("OutputLayer with LossMSE() and activation tanh");
  }
}
