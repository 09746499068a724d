// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Z-IL is backpropagation: gradients of one step, and parameters after fifty. */
class ExactnessTest {

  private static double oneStepDistance(OrdinaryNet net, DataType type) {
    Nd4j.getRandom().setSeed(1);
    MultiLayerNetwork network = net.network(type);
    DataSet data = net.data(type);
    Nd4j.getRandom().setSeed(11);
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    INDArray expected = network.gradient().gradient().dup();
    double score = network.score();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    Nd4j.getRandom().setSeed(11);
    INDArray actual = PredictiveCoding.gradient(attached, data).gradient();
    assertThat(attached.score()).isCloseTo(score, org.assertj.core.data.Offset.offset(1e-5));
    return actual.distance2(expected) / expected.norm2Number().doubleValue();
  }

  @ParameterizedTest
  @EnumSource(OrdinaryNet.class)
  void gradientEqualsBackpropInDouble(OrdinaryNet net) {
    assertThat(oneStepDistance(net, DataType.DOUBLE)).isLessThan(1e-12);
  }

  @ParameterizedTest
  @EnumSource(OrdinaryNet.class)
  void gradientEqualsBackpropInFloat(OrdinaryNet net) {
    assertThat(oneStepDistance(net, DataType.FLOAT)).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource(OrdinaryNet.class)
  void fiftyStepsEndAtTheSameParameters(OrdinaryNet net) {
    Nd4j.getRandom().setSeed(1);
    DataSet data = net.data(DataType.DOUBLE);
    MultiLayerNetwork reference = net.network(DataType.DOUBLE);
    MultiLayerNetwork network = net.network(DataType.DOUBLE);
    assertThat(network.params()).isEqualTo(reference.params());
    Nd4j.getRandom().setSeed(5);
    for (int i = 0; i < 50; i++) {
      reference.fit(data);
    }
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    Nd4j.getRandom().setSeed(5);
    for (int i = 0; i < 50; i++) {
      attached.fit(data);
    }
    double distance =
        network.params().distance2(reference.params())
            / reference.params().norm2Number().doubleValue();
    assertThat(distance).isLessThan(1e-10);
    assertThat(network.getIterationCount()).isEqualTo(50);
    assertThat(network.score())
        .isCloseTo(reference.score(), org.assertj.core.data.Offset.offset(1e-10));
  }
}
