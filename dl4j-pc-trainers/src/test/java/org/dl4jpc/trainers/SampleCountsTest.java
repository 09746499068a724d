// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Networks whose outputs have more samples than their inputs train as in DL4J. */
class SampleCountsTest {
  private static final int SAMPLES = 3;

  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(4)
        .dataType(DataType.DOUBLE)
        .activation(Activation.TANH)
        .updater(new Sgd(0.1));
  }

  private static OutputLayer classes() {
    return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }

  private static INDArray labels(int samples) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, samples, 3);
    for (int i = 0; i < samples; i++) {
      labels.putScalar(i, i % 3, 1.0);
    }
    return labels;
  }

  private static MultiLayerNetwork blocks() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            base()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                .layer(new SpaceToBatchLayer.Builder<>(new int[] {2, 2}).build())
                .layer(new DenseLayer.Builder().nOut(4).build())
                .layer(classes())
                .setInputType(InputType.convolutional(6, 6, 1))
                .build());
    network.init();
    return network;
  }

  private static DataSet images(int labels) {
    return new DataSet(Nd4j.rand(DataType.DOUBLE, SAMPLES, 1, 6, 6), labels(labels));
  }

  @Test
  void placesThatBecomeSamples() {
    DataSet data = images(4 * SAMPLES);
    MultiLayerNetwork expected = blocks();
    MultiLayerNetwork actual = blocks();
    MultiLayerNetwork attached = PredictiveCoding.attach(actual, LearningRule.zil());
    for (int i = 0; i < 3; i++) {
      expected.fit(data);
      attached.fit(data);
      assertThat(actual.score()).isCloseTo(expected.score(), within(1e-13));
    }
    assertThat(actual.params().distance2(expected.params())).isLessThan(1e-13);
  }

  @Test
  void theOutputSaysHowManyLabels() {
    MultiLayerNetwork network = blocks();
    Snapshot before = Snapshot.of(network);
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    DataSet data = images(SAMPLES);
    assertThatThrownBy(() -> attached.fit(data))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageStartingWith("illegal labels: 3 rows, must be 12, as the output layer");
    before.assertUnchanged(network);
  }

  private static ComputationGraph stacked() {
    ComputationGraph graph =
        new ComputationGraph(
            base()
                .graphBuilder()
                .addInputs("left", "right")
                .addVertex("both", new StackVertex(), "left", "right")
                .addLayer("shared", new DenseLayer.Builder().nOut(4).build(), "both")
                .addLayer("out", classes(), "shared")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(5), InputType.feedForward(5))
                .build());
    graph.init();
    return graph;
  }

  @Test
  void stackedInputs() {
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {
              Nd4j.rand(DataType.DOUBLE, SAMPLES, 5), Nd4j.rand(DataType.DOUBLE, SAMPLES, 5)
            },
            new INDArray[] {labels(2 * SAMPLES)});
    ComputationGraph expected = stacked();
    ComputationGraph actual = stacked();
    ComputationGraph attached = PredictiveCoding.attach(actual, LearningRule.zil());
    for (int i = 0; i < 3; i++) {
      expected.fit(data);
      attached.fit(data);
      assertThat(actual.score()).isCloseTo(expected.score(), within(1e-13));
    }
    assertThat(actual.params().distance2(expected.params())).isLessThan(1e-13);
    data.setLabels(0, labels(SAMPLES));
    assertThatThrownBy(() -> attached.fit(data))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageStartingWith("illegal labels: 3 rows, must be 6, as the output layer 'out'");
    assertThat(actual.params().distance2(expected.params())).isLessThan(1e-13);
  }
}
