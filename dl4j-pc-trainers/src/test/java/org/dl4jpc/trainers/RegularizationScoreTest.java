// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class RegularizationScoreTest {

  private static MultiLayerNetwork network(DataType type) {
    MapSchedule later =
        new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.3).add(4, 2.0).build();
    DenseLayer scheduled = new DenseLayer.Builder().nOut(5).build();
    scheduled.setRegularization(List.of(new L2Regularization(later), new L1Regularization(later)));
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .l1(0.7)
                .l2(0.2)
                .l2Bias(0.4)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).biasInit(0.3).build())
                .layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(6).weightDecay(0.1).biasInit(-2.0).build())
                .layer(scheduled)
                .layer(new FrozenLayer(new DenseLayer.Builder().nOut(5).build()))
                .layer(new AutoEncoder.Builder().nOut(4).visibleBiasInit(9.0).build())
                .layer(
                    new VariationalAutoencoder.Builder()
                        .encoderLayerSizes(3)
                        .decoderLayerSizes(3)
                        .nOut(4)
                        .build())
                .layer(new OutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
    network.init();
    network.setIterationCount(7);
    for (Layer layer : network.getLayers()) {
      layer.setIterationCount(7);
    }
    return network;
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"DOUBLE", "FLOAT", "HALF"})
  void isDl4js(DataType type) {
    MultiLayerNetwork network = network(type);
    double expected = network.calcRegularizationScore(true);
    assertThat(expected).isPositive();
    double tolerance = type == DataType.DOUBLE ? 1e-14 : type == DataType.FLOAT ? 1e-6 : 1e-2;
    assertThat(RegularizationScore.of(network.getLayers()))
        .isCloseTo(expected, within(tolerance * expected));
  }
}
