// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.SameDiffLayers;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks in which every kind of layer and vertex that SameDiff defines works with the others. */
class SameDiffNetworksTest {
  private static final int STEPS = 10;

  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .updater(new Adam(0.01))
        .l2(1e-3)
        .activation(Activation.TANH);
  }

  private static MultiLayerNetwork chain() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            base()
                .list()
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(new SameDiffLayers.Quadratic(5, 4))
                .layer(new SameDiffLayers.SquareRoot())
                .layer(new SameDiffLayers.SquaredError(4, 3))
                .setInputType(InputType.feedForward(6))
                .build());
    network.init();
    network.params().assign(parameters(network.numParams()));
    return network;
  }

  private static Layer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** q feeds both vertices, so that it hears the sum of their feedback. */
  private static ComputationGraph graph(Layer output) {
    GraphBuilder builder =
        base()
            .graphBuilder()
            .addInputs("in")
            .addLayer("d", new DenseLayer.Builder().nOut(4).build(), "in")
            .addLayer("q", new SameDiffLayers.Quadratic(6, 4), "in")
            .addVertex("bilinear", new GraphParts.Bilinear(4, 4, 4), "d", "q")
            .addVertex("sine", new GraphParts.SineOfSum(), "bilinear", "q")
            .addLayer("root", new SameDiffLayers.SquareRoot(), "sine")
            .addLayer("out", output, "root")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(6));
    ComputationGraph network = new ComputationGraph(builder.build());
    network.init();
    network.params().assign(parameters(network.numParams()));
    return network;
  }

  private static INDArray parameters(long count) {
    Nd4j.getRandom().setSeed(29);
    return Nd4j.randn(DataType.DOUBLE, 1, count).muli(0.4);
  }

  private static DataSet batch(int seed) {
    Nd4j.getRandom().setSeed(seed);
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 3, 6), Nd4j.eye(3).castTo(DataType.DOUBLE));
  }

  @Test
  void chainTakesTheStepsOfDl4j() {
    MultiLayerNetwork dl4j = chain();
    MultiLayerNetwork pc = chain();
    MultiLayerNetwork attached = PredictiveCoding.attach(pc, LearningRule.zil());
    for (int i = 1; i <= STEPS; i++) {
      dl4j.fit(batch(i));
      attached.fit(batch(i));
      assertThat(pc.score()).isCloseTo(dl4j.score(), within(1e-12 * dl4j.score()));
    }
    assertThat(Twins.distance(pc.params(), dl4j.params())).isLessThan(1e-12);
    assertThat(Twins.distance(pc.params(), chain().params())).isGreaterThan(0.01);
  }

  @Test
  void graphTakesTheStepsOfDl4j() {
    for (boolean sameDiff : new boolean[] {false, true}) {
      Layer output = sameDiff ? new SameDiffLayers.SquaredError(4, 3) : softmax();
      ComputationGraph dl4j = graph(output);
      ComputationGraph pc = graph(output);
      ComputationGraph attached = PredictiveCoding.attach(pc, LearningRule.zil());
      for (int i = 1; i <= STEPS; i++) {
        dl4j.fit(batch(i));
        attached.fit(batch(i));
        assertThat(pc.score()).isCloseTo(dl4j.score(), within(1e-12 * dl4j.score()));
      }
      assertThat(Twins.distance(pc.params(), dl4j.params())).isLessThan(1e-12);
      assertThat(Twins.distance(pc.params(), graph(output).params())).isGreaterThan(0.01);
    }
  }

  /**
   * DL4J 1.0.0-M2.1 doubles the error that it hands to a SameDiff layer or vertex: below the three
   * of this graph its own gradient is eight times that of its score.
   */
  @Test
  void dl4jDoublesTheErrorAtEachOfThem() {
    ComputationGraph dl4j = graph(softmax());
    MultiDataSet data = (MultiDataSet) batch(1).toMultiDataSet();
    Graphs.backprop(dl4j, data);
    ComputationGraph scored = graph(softmax());
    INDArray weights = scored.paramTable().get("d_W");
    INDArray ofScore =
        FiniteDifferences.gradient(() -> 3.0 * scored.score(data, true), weights)
            .sub(weights.mul(3.0 * 1e-3));
    INDArray own = dl4j.gradient().getGradientFor("d_W");
    assertThat(Twins.distance(own, ofScore.mul(8.0))).isLessThan(1e-7);
  }

  /** Ours is DL4J's, so that the steps are the same. */
  @Test
  void ilGradientIsThatOfTheEnergyButForDl4jsFactor() {
    LearningRule rule = LearningRule.il().withStepSize(0.05).withInferenceSteps(6);
    ComputationGraph plain = graph(softmax());
    ComputationGraph attached = PredictiveCoding.attach(graph(softmax()), rule);
    MultiDataSet data = (MultiDataSet) batch(1).toMultiDataSet();
    InferenceResult result = PredictiveCoding.infer(attached, data);
    Map<String, INDArray> x =
        result.nodes().stream().collect(Collectors.toMap(NodeState::name, NodeState::value));
    assertThat(x).containsOnlyKeys("d", "q", "bilinear");
    PlainGraphEnergy energy = new PlainGraphEnergy(plain, data);
    assertThat(energy.total(x)).isCloseTo(result.energy()[6], within(1e-10));
    assertThat(result.energy()[6]).isLessThan(result.energy()[0]);
    Gradient gradient = PredictiveCoding.gradient(attached, data);
    for (Map.Entry<String, INDArray> parameter : plain.paramTable().entrySet()) {
      INDArray expected = FiniteDifferences.gradient(() -> energy.total(x), parameter.getValue());
      boolean sameDiff =
          !parameter.getKey().startsWith("d") && !parameter.getKey().startsWith("out");
      INDArray actual = gradient.getGradientFor(parameter.getKey()).div(sameDiff ? 2.0 : 1.0);
      assertThat(expected.norm2Number().doubleValue()).isGreaterThan(1e-2);
      assertThat(actual.distance2(expected)).as(parameter.getKey()).isLessThan(1e-7);
    }
  }
}
