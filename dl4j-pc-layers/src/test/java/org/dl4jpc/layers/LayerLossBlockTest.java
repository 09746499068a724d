// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The general output block, on DL4J's center loss and on an output layer with weight noise. */
class LayerLossBlockTest {
  private static final long SEED = 3;

  private final DataSet data = Minibatches.classified(3, 4, 6);

  private static MultiLayerNetwork network(boolean centers, boolean miniBatch) {
    var output =
        centers
            ? new CenterLossOutputLayer.Builder(LossFunction.MCXENT).lambda(0.1)
            : new OutputLayer.Builder(LossFunction.MCXENT).weightNoise(new DropConnect(0.5));
    MultiLayerConfiguration configuration =
        Chains.chain(
            InputType.feedForward(6),
            new DenseLayer.Builder().nOut(5).build(),
            output.nOut(3).activation(Activation.SOFTMAX).build());
    configuration.getConfs().forEach(conf -> conf.setMiniBatch(miniBatch));
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private BlockGraph graph(MultiLayerNetwork network) {
    BlockGraph graph = ReferenceGradients.compile(network, data, NodePlacement.POST_ACTIVATION);
    assertThat(graph.outputs().get(0)).isInstanceOf(LayerLossBlock.class);
    ReferenceGradients.feedForward(graph, data, SEED);
    return graph;
  }

  private static INDArray gradient(MultiLayerNetwork network, BlockGraph graph, double lambda) {
    graph.updateErrors(new OutputPull.Weighted(lambda));
    graph.outputs().get(0).gradient(-1.0);
    return network.getLayer(1).getGradientsViewArray().dup();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lossIsASumWhateverDl4jMakesOfIt(boolean centers) {
    double mean = graph(network(centers, true)).loss();
    double sum = graph(network(centers, false)).loss();
    assertThat(sum).isEqualTo(mean);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientIsLinearInTheNudge(boolean centers) {
    MultiLayerNetwork network = network(centers, true);
    BlockGraph graph = graph(network);
    INDArray whole = gradient(network, graph, 1.0);
    assertThat(gradient(network, graph, 0.25)).isEqualTo(whole.mul(0.25));
    assertThat(gradient(network, graph, 1.0)).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void feedbackLeavesTheGradientTaken(boolean centers) {
    MultiLayerNetwork network = network(centers, true);
    BlockGraph graph = graph(network);
    INDArray taken = gradient(network, graph, 0.25);
    HiddenNode node = graph.hiddenNodes().get(0);
    for (int i = 0; i < 3; i++) {
      node.relax(0.5, 0.5);
      graph.updateErrors(new OutputPull.Weighted(0.25));
    }
    assertThat(network.getLayer(1).getGradientsViewArray()).isEqualTo(taken);
  }

  @Test
  void noiseIsDrawnOnceAMinibatchAsInDl4j() {
    BlockGraph graph = graph(network(false, true));
    long drawn = Nd4j.getRandom().rootState();
    INDArray prediction = graph.outputs().get(0).prediction();
    graph.updateErrors(new OutputPull.Weighted(1.0));
    assertThat(graph.outputs().get(0).prediction()).isEqualTo(prediction);
    assertThat(Nd4j.getRandom().rootState()).isEqualTo(drawn);
    ReferenceGradients.backprop(network(false, true), data, SEED);
    assertThat(Nd4j.getRandom().rootState()).isEqualTo(drawn);
  }
}
