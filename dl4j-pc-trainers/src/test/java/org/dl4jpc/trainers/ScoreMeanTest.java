// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Sum or mean: the score is DL4J's, whichever it gives. */
class ScoreMeanTest {
  private static final int BATCH = 4;

  static Stream<Layer> outputLayers() {
    return Stream.of(
        new OutputLayer.Builder().activation(Activation.SOFTMAX).nOut(3).build(),
        new CenterLossOutputLayer.Builder().activation(Activation.SOFTMAX).nOut(3).build());
  }

  @ParameterizedTest
  @MethodSource("outputLayers")
  void withoutMinibatchTheScoreIsStillDl4js(Layer output) {
    DataSet data =
        new DataSet(
            Nd4j.linspace(DataType.DOUBLE, -1.0, 0.1, BATCH * 5L).reshape(BATCH, 5),
            Nd4j.eye(BATCH).castTo(DataType.DOUBLE).getColumns(0, 1, 2));
    MultiLayerNetwork dl4j = network(output);
    MultiLayerNetwork attached = PredictiveCoding.attach(network(output), LearningRule.zil());
    dl4j.fit(data);
    attached.fit(data);
    assertThat(attached.score()).isCloseTo(dl4j.score(), within(1e-12));
  }

  private static MultiLayerNetwork network(Layer output) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.DOUBLE)
                .miniBatch(false)
                .updater(new Sgd(0.01))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nOut(6).build())
                .layer(output.clone())
                .setInputType(InputType.feedForward(5))
                .build());
    network.init();
    return network;
  }
}
