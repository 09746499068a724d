// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.NetworkCompiler;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.layers.NodeSettings;
import org.dl4jpc.layers.Tensor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graphs of shapes that are no longer in use give their memory back. */
class GraphCacheTest {
  private static final int SHAPES = 40;

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.05))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(5).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    return network;
  }

  private static DataSet batch(int size) {
    return new DataSet(Nd4j.rand(DataType.DOUBLE, size, 4), Nd4j.rand(DataType.DOUBLE, size, 2));
  }

  private static PcEngine.Minibatch.Shape shape(int size) {
    return new PcEngine.Minibatch.Shape(List.of(Integer.toString(size)), List.of());
  }

  private static BlockGraph compile(MultiLayerNetwork network, int size) {
    return new NetworkCompiler(network, new NodeSettings(NodePlacement.POST_ACTIVATION))
        .compile(batch(size).getFeatures());
  }

  @Test
  void theLeastRecentlyUsedGraphIsReleased() {
    MultiLayerNetwork network = network();
    network.initGradientsView();
    GraphCache cache = new GraphCache();
    List<Tensor> values = new ArrayList<>();
    for (int size = 1; size <= SHAPES; size++) {
      int examples = size;
      cache.get(shape(1), () -> compile(network, 1));
      GraphCache.Entry entry = cache.get(shape(size), () -> compile(network, examples));
      assertThat(entry.memory().bytes()).isGreaterThan(8L * 5 * size);
      values.add(entry.graph().hiddenNodes().get(0).value());
    }
    assertThat(values.get(0).flat().wasClosed()).as("used all the time").isFalse();
    assertThat(values.get(1).flat().wasClosed()).as("used long ago").isTrue();
    assertThat(values.get(SHAPES - 1).flat().wasClosed()).as("the latest").isFalse();
  }

  @Test
  void trainingGoesOnAsInDl4jWhenGraphsComeAndGo() {
    MultiLayerNetwork expected = network();
    MultiLayerNetwork attached = PredictiveCoding.attach(network(), LearningRule.zil());
    for (int i = 0; i < 2 * SHAPES; i++) {
      DataSet data = batch(1 + i % SHAPES);
      expected.fit(data);
      attached.fit(data);
    }
    INDArray difference = attached.params().sub(expected.params());
    assertThat(difference.amaxNumber().doubleValue()).isCloseTo(0.0, within(1e-12));
  }
}
