// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class DenseKernelTest {

  private static MultiLayerConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .dataType(DataType.DOUBLE)
        .list()
        .layer(new DenseLayer.Builder().nIn(5).nOut(8).activation(Activation.TANH).build())
        .layer(
            new DenseLayer.Builder()
                .nIn(8)
                .nOut(7)
                .dropOut(0.7)
                .hasBias(false)
                .activation(Activation.RELU)
                .build())
        .layer(new ActivationLayer(Activation.SIGMOID))
        .layer(new DropoutLayer(0.8))
        .layer(new DenseLayer.Builder().nIn(7).nOut(6).activation(Activation.SOFTMAX).build())
        .layer(
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(6)
                .nOut(3)
                .dropOut(0.9)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void waveEqualsBackprop(NodePlacement placement) {
    MultiLayerNetwork reference = new MultiLayerNetwork(configuration());
    reference.init();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration());
    network.init(reference.params().dup(), false);
    DataSet data =
        new DataSet(
            Nd4j.rand(DataType.DOUBLE, 4, 5),
            Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}}));
    var expected = ReferenceGradients.backprop(reference, data, 3);
    var actual = ReferenceGradients.wave(network, data, 3, placement);
    assertThat(ReferenceGradients.distance(actual, expected))
        .as(ReferenceGradients.distances(reference, actual, expected))
        .isLessThan(1e-12);
  }
}
