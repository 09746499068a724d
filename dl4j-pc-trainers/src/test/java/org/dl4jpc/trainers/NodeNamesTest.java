// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.GraphCompiler;
import org.dl4jpc.layers.NetworkCompiler;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.layers.NodeSettings;
import org.dl4jpc.layers.PcLayer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The value nodes that a configuration promises are those that a minibatch finds. */
class NodeNamesTest {

  @AfterEach
  void restoreDefaultType() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  private static void assertForetold(ComputationGraph network, MultiDataSet data) {
    boolean masked =
        data.getFeaturesMaskArrays() != null
            && Stream.of(data.getFeaturesMaskArrays()).anyMatch(Objects::nonNull);
    for (NodePlacement placement : NodePlacement.values()) {
      LearningRule rule = LearningRule.il().withNodePlacement(placement).withInferenceSteps(1);
      ComputationGraph attached = PredictiveCoding.attach(network, rule);
      assertThat(new GraphCompiler(network, new NodeSettings(placement)).nodeNames(masked))
          .as("%s", placement)
          .isEqualTo(PredictiveCoding.infer(attached, data).nodeNames());
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofGraphs(GraphNet net) {
    assertForetold(net.network(), net.batch());
  }

  static Stream<RandomGraph> randomGraphs() {
    return LongStream.rangeClosed(1, 20).mapToObj(RandomGraph::new);
  }

  @ParameterizedTest
  @MethodSource("randomGraphs")
  void ofRandomGraphs(RandomGraph graph) {
    assertForetold(graph.network(), graph.batch());
  }

  static Stream<VertexCase> vertices() {
    return VertexCases.all().filter(vertex -> vertex.failure() == null);
  }

  @ParameterizedTest
  @MethodSource("vertices")
  void ofEveryVertex(VertexCase vertex) {
    Nd4j.setDefaultDataTypes(vertex.defaultType(), vertex.defaultType());
    assertForetold(vertex.build(), vertex.batch());
  }

  /** Shared layers of every kind that compiles to something else than one node at its end. */
  static ComputationGraph shared() {
    ComputationGraph network =
        new ComputationGraph(
            SmallNet.base()
                .graphBuilder()
                .addInputs("in")
                .addLayer("frozen", new FrozenLayer(explicit()), "in")
                .addLayer("lstm", new LSTM.Builder().nOut(3).build(), "frozen")
                .addLayer("rnn", rnn(), "frozen")
                .addLayer(
                    "linear",
                    new SimpleRnn.Builder().nOut(3).activation(Activation.IDENTITY).build(),
                    "in")
                .addLayer("same", new ActivationLayer(Activation.IDENTITY), "rnn")
                .addLayer("unseen", PcLayer.of(rnn()).withoutNode().build(), "same")
                .addLayer("moved", PcLayer.of(activation()).withNode().build(), "rnn")
                .addVertex("merge", new MergeVertex(), "lstm", "rnn", "linear", "same")
                .addVertex("again", new MergeVertex(), "lstm", "same", "unseen", "moved")
                .addVertex("all", new MergeVertex(), "merge", "again", "unseen", "moved", "linear")
                .addLayer(
                    "out",
                    new RnnOutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "all")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(3, 4))
                .build());
    network.init();
    return network;
  }

  private static LSTM explicit() {
    return new LSTM.Builder().nIn(3).nOut(3).activation(Activation.TANH).build();
  }

  private static SimpleRnn rnn() {
    return new SimpleRnn.Builder().nOut(3).build();
  }

  private static ActivationLayer activation() {
    return new ActivationLayer(Activation.TANH);
  }

  @ParameterizedTest
  @MethodSource("masks")
  void ofSharedLayers(INDArray mask) {
    INDArray labels = GraphNet.SEQUENCES.batch().getLabels(1);
    INDArray[] masks = {mask};
    assertForetold(
        shared(),
        new MultiDataSet(
            new INDArray[] {Nd4j.rand(DataType.DOUBLE, GraphNet.SAMPLES, 3, 4)},
            new INDArray[] {labels},
            masks,
            masks));
  }

  static Stream<INDArray> masks() {
    INDArray mask = Nd4j.ones(DataType.DOUBLE, GraphNet.SAMPLES, 4);
    mask.putScalar(1, 3, 0.0);
    return Stream.of(null, mask);
  }

  @ParameterizedTest
  @EnumSource
  void ofChains(SmallNet net) {
    MultiLayerNetwork network = net.network();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    assertThat(
            new NetworkCompiler(network, new NodeSettings(NodePlacement.POST_ACTIVATION))
                .nodeNames())
        .isEqualTo(PredictiveCoding.infer(attached, net.batch()).nodeNames());
  }
}
