// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dl4jpc.trainers.GraphParts.classes;
import static org.dl4jpc.trainers.GraphParts.dense;

import java.util.function.Consumer;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graphs and rules that do not go together are refused when they meet, with names and reason. */
class GraphAttachChecksTest {

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder().seed(3).activation(Activation.TANH);
  }

  /** An input "in" of rows, a dense layer "a", and the rest. */
  private static ComputationGraph network(
      NeuralNetConfiguration.Builder settings, Consumer<GraphBuilder> rest) {
    GraphBuilder graph =
        settings
            .graphBuilder()
            .addInputs("in")
            .addLayer("a", dense(4), "in")
            .setInputTypes(InputType.feedForward(5));
    rest.accept(graph);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private static ComputationGraph endingIn(BaseOutputLayer output) {
    return network(settings(), graph -> graph.addLayer("end", output, "a").setOutputs("end"));
  }

  private static ComputationGraph ordinary(NeuralNetConfiguration.Builder settings) {
    return network(settings, graph -> graph.addLayer("end", classes(), "a").setOutputs("end"));
  }

  private static void assertRefused(ComputationGraph network, LearningRule rule, String... parts) {
    double[] before = network.params().dup().data().asDouble();
    assertThatThrownBy(() -> PredictiveCoding.attach(network, rule))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContainingAll(parts);
    assertThatThrownBy(() -> PcTrainer.of(network, rule))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContainingAll(parts);
    assertThat(network.params().data().asDouble()).isEqualTo(before);
  }

  @Test
  void argumentsMustNotBeNull() {
    assertThatThrownBy(() -> PredictiveCoding.attach((ComputationGraph) null, LearningRule.il()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal network: null, must be an object");
    assertThatThrownBy(() -> PredictiveCoding.attach(ordinary(settings()), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal rule: null, must be an object");
  }

  @Test
  void theGraphMustBeInitialised() {
    ComputationGraph network = new ComputationGraph(ordinary(settings()).getConfiguration());
    assertThatThrownBy(() -> PredictiveCoding.attach(network, LearningRule.zil()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("illegal network: not initialised, call init() first");
  }

  @Test
  void outputsMustBeOutputLayers() {
    assertRefused(
        network(
            settings(),
            graph ->
                graph
                    .addLayer("end", classes(), "a")
                    .addLayer("b", dense(3), "a")
                    .setOutputs("end", "b")),
        LearningRule.il(),
        "illegal output 'b': DenseLayer, must be an output layer, which has a loss");
    assertRefused(
        network(
            settings(),
            graph -> graph.addVertex("scaled", new ScaleVertex(2.0), "a").setOutputs("scaled")),
        LearningRule.il(),
        "illegal output 'scaled': a vertex, must be an output layer, which has a loss");
  }

  @Test
  void onlyGradientDescentFollowsARule() {
    assertRefused(
        ordinary(settings().optimizationAlgo(OptimizationAlgorithm.LBFGS)),
        LearningRule.zil(),
        "illegal optimization algorithm: LBFGS",
        "must be STOCHASTIC_GRADIENT_DESCENT");
  }

  @Test
  void halfPrecisionIsRefused() {
    assertRefused(
        ordinary(settings().dataType(DataType.FLOAT16)),
        LearningRule.il(),
        "illegal data type: HALF",
        "must be FLOAT or DOUBLE");
  }

  @Test
  void oneClassOutputsTrainByZilOnly() {
    assertRefused(
        endingIn(
            new OCNNOutputLayer.Builder()
                .nIn(4)
                .hiddenLayerSize(3)
                .nu(0.1)
                .windowSize(4)
                .initialRValue(0.3)
                .activation(Activation.SIGMOID)
                .build()),
        LearningRule.il(),
        "illegal rule for OCNNOutputLayer 'end': ",
        "must be zil()");
  }

  @Test
  void softClampsNeedALossWithOne() {
    assertRefused(
        endingIn(
            new OutputLayer.Builder(LossFunction.HINGE)
                .nOut(3)
                .activation(Activation.TANH)
                .build()),
        LearningRule.il().withOutput(OutputMode.soft(0.1)),
        "illegal output of the rule",
        "must not be a soft clamp for 'end', OutputLayer with LossHinge");
    assertRefused(
        network(
            settings(),
            graph ->
                graph
                    .addLayer(
                        "end",
                        new LossLayer.Builder(LossFunction.MSE)
                            .activation(Activation.IDENTITY)
                            .build(),
                        "a")
                    .setOutputs("end")),
        LearningRule.ilProx(1.0),
        "must not be a soft clamp for 'end', LossLayer");
  }

  @Test
  void normalisedRulesNeedPresynapticNorms() {
    PReLULayer odd = new PReLULayer.Builder().inputShape(4).build();
    assertRefused(
        network(
            settings(),
            graph ->
                graph
                    .addLayer("odd", odd, "a")
                    .addVertex("bilinear", new GraphParts.Bilinear(4, 4, 3), "odd", "a")
                    .addLayer("end", classes(), "bilinear")
                    .setOutputs("end")),
        LearningRule.ilProx(1.0),
        "illegal weight rule",
        "must be WeightRule.lms() for the layers [odd, bilinear]");
  }

  @Test
  void equalizedStepsHaveNoBiasUpdater() {
    assertRefused(
        ordinary(settings().updater(new MatrixUpdateEqualization(1e-3)).biasUpdater(new Sgd(0.1))),
        LearningRule.il(),
        "illegal bias updater of layer 'a'",
        "must be absent");
  }
}
