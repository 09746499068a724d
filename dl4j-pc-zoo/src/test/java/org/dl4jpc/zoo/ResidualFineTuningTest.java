// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jpc.trainers.LearningRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A graph whose frozen part ends in a vertex that both paths of the first trained block read, and
 * whose trained part has dropout and batch normalisation.
 */
class ResidualFineTuningTest extends FineTuningContract<ComputationGraph> {

  private static ComputationGraph pretrained(DataType type) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(4)
            .dataType(type)
            .updater(new Sgd(0.1))
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.RELU)
            .convolutionMode(ConvolutionMode.Same)
            .graphBuilder()
            .addInputs("in")
            .addLayer("stem", new ConvolutionLayer.Builder(5, 5).nOut(8).build(), "in");
    block(graph, "a", "stem");
    block(graph, "b", "a");
    ComputationGraph network =
        new ComputationGraph(
            graph
                .addLayer("pool", new GlobalPoolingLayer(), "b")
                .addLayer(
                    "dense",
                    new DenseLayer.Builder()
                        .nOut(16)
                        .activation(Activation.RELU)
                        .dropOut(0.9)
                        .build(),
                    "pool")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "dense")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(12, 12, 1))
                .build());
    network.init();
    return network;
  }

  private static void block(GraphBuilder graph, String name, String input) {
    graph
        .addLayer(name + "-conv", new ConvolutionLayer.Builder(3, 3).nOut(8).build(), input)
        .addLayer(name + "-norm", new BatchNormalization(), name + "-conv")
        .addVertex(
            name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-norm", input)
        .addLayer(name, new ActivationLayer(Activation.RELU), name + "-sum");
  }

  @Override
  ComputationGraph edited(IUpdater updater, DataType type) {
    return new TransferLearning.GraphBuilder(pretrained(type))
        .fineTuneConfiguration(new FineTuneConfiguration.Builder().updater(updater).seed(4).build())
        .setFeatureExtractor("a")
        .nOutReplace("out", images(type).classes(), WeightInit.XAVIER)
        .build()
        .convertDataType(type);
  }

  @Override
  PcFineTuning<ComputationGraph> tuning(ComputationGraph network, LearningRule rule) {
    return PcFineTuning.of(network, rule);
  }

  @Override
  List<INDArray> frozenParameters(ComputationGraph network) {
    return Stream.of("stem", "a-conv", "a-norm")
        .map(name -> network.getLayer(name).params().dup())
        .toList();
  }

  @Override
  SyntheticImages images(DataType type) {
    return new SyntheticImages(type, new int[] {1, 12, 12}, 10, 4);
  }

  @Override
  int batch() {
    return 8;
  }

  @Override
  int minibatches() {
    return 6;
  }

  @Override
  int epochs() {
    return 20;
  }

  @Override
  double learningRate() {
    return 2e-3;
  }

  @Override
  Stream<LearningRule> rules() {
    return Stream.of(LearningRule.zil(), LearningRule.il(), LearningRule.seqIlMq(4e-3));
  }

  @Test
  void featuresAreTheOutputOfTheLastFrozenVertexOnly() {
    PcFineTuning<ComputationGraph> tuning =
        tuning(edited(new Sgd(0.1), DataType.FLOAT), LearningRule.zil());
    CachedFeatures features = tuning.featurize(images(DataType.FLOAT).iterator(3, 8, 1));
    assertThat(features.minibatches()).isEqualTo(3);
    assertThat(features.examples()).isEqualTo(24);
    assertThat(features.bytes()).isEqualTo(24L * 8 * 12 * 12 * 4);
    assertThat(features.iterator().next().numFeatureArrays()).isEqualTo(1);
  }
}
