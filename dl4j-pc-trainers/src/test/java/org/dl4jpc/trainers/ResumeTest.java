// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.Checkpoint;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Five epochs, a file, and five more are ten epochs, to the bit, with dropout. */
class ResumeTest {
  private static final int EPOCHS = 5;
  private static final List<DataSet> DATA = data();

  @TempDir Path directory;

  static Stream<LearningRule> rules() {
    return Stream.of(
        LearningRule.zil().withUpdater(new Adam(1e-3)),
        LearningRule.seqIl().withUpdater(new Adam(1e-3)),
        LearningRule.seqIlMq(1e-3),
        LearningRule.ilProx(1.0),
        LearningRule.incremental());
  }

  private static List<DataSet> data() {
    Nd4j.getRandom().setSeed(11);
    return Stream.generate(
            () -> {
              INDArray classes = Nd4j.zeros(6, 3);
              for (int i = 0; i < 6; i++) {
                classes.putScalar(i, i % 3, 1);
              }
              return new DataSet(Nd4j.randn(6, 5), classes);
            })
        .limit(3)
        .toList();
  }

  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new Adam(1e-3))
        .activation(Activation.TANH);
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nIn(5).nOut(5).dropOut(0.7).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(5)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork network(LearningRule rule) {
    MultiLayerNetwork plain =
        new MultiLayerNetwork(base().list(dense(), dense(), output()).build());
    plain.init();
    return PredictiveCoding.attach(plain, rule);
  }

  private static ComputationGraph graph(LearningRule rule) {
    ComputationGraph plain =
        new ComputationGraph(
            base()
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", dense(), "in")
                .addLayer("b", dense(), "a")
                .addLayer("out", output(), "b")
                .setOutputs("out")
                .build());
    plain.init();
    return PredictiveCoding.attach(plain, rule);
  }

  private static void train(MultiLayerNetwork network) {
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      DATA.forEach(network::fit);
    }
  }

  private static void train(ComputationGraph graph) {
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      DATA.forEach(graph::fit);
    }
  }

  private File file(String name) {
    return directory.resolve(name).toFile();
  }

  /** Noise drawn in between must not matter. */
  private static void disturb() {
    Nd4j.getRandom().setSeed(99);
    Nd4j.rand(17);
  }

  private static void assertSame(Model actual, INDArray state, Model expected, INDArray other) {
    assertThat(actual.params().equalsWithEps(expected.params(), 0.0)).as("parameters").isTrue();
    if (state != null) {
      assertThat(state.equalsWithEps(other, 0.0)).as("updater").isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRestoredNetworkGoesOnToTheBit(LearningRule rule) throws IOException {
    MultiLayerNetwork straight = network(rule);
    train(straight);
    PredictiveCoding.save(straight, file("network.zip"));
    train(straight);
    disturb();
    MultiLayerNetwork resumed = PredictiveCoding.restore(file("network.zip"));
    train(resumed);
    assertSame(resumed, resumed.updaterState(), straight, straight.updaterState());
    assertThat(resumed.getIterationCount()).isEqualTo(straight.getIterationCount());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRestoredGraphGoesOnToTheBit(LearningRule rule) throws IOException {
    ComputationGraph straight = graph(rule);
    train(straight);
    PredictiveCoding.save(straight, file("graph.zip"));
    train(straight);
    disturb();
    ComputationGraph resumed = PredictiveCoding.restoreGraph(file("graph.zip"));
    train(resumed);
    assertSame(resumed, resumed.updaterState(), straight, straight.updaterState());
    assertThat(resumed.getIterationCount()).isEqualTo(straight.getIterationCount());
  }

  @Test
  void withoutTheGeneratorsStateItWouldNot() throws IOException {
    MultiLayerNetwork straight = network(LearningRule.zil());
    train(straight);
    PredictiveCoding.save(straight, file("network.zip"));
    train(straight);
    MultiLayerNetwork resumed = PredictiveCoding.restore(file("network.zip"));
    disturb();
    train(resumed);
    assertThat(resumed.params().equalsWithEps(straight.params(), 0.0)).isFalse();
  }

  /** At the end of epochs; in the middle DL4J writes a count that is one iteration behind. */
  @Test
  void dl4jsCheckpointsKeepItToo() throws IOException {
    DataSetIterator data = new ListDataSetIterator<>(DATA, DATA.get(0).numExamples());
    MultiLayerNetwork straight = network(LearningRule.zil());
    straight.addListeners(
        new CheckpointListener.Builder(directory.toFile()).saveEveryNEpochs(EPOCHS).build());
    straight.fit(data, 2 * EPOCHS);
    disturb();
    Checkpoint checkpoint = CheckpointListener.availableCheckpoints(directory.toFile()).get(0);
    MultiLayerNetwork resumed = PredictiveCoding.restore(file(checkpoint.getFilename()));
    resumed.fit(data, EPOCHS);
    assertSame(resumed, resumed.updaterState(), straight, straight.updaterState());
  }

  @Test
  void javaSerialisationKeepsAGraph() throws IOException, ClassNotFoundException {
    ComputationGraph straight = graph(LearningRule.seqIl());
    train(straight);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(straight);
    }
    ComputationGraph copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (ComputationGraph) in.readObject();
    }
    assertThat(PredictiveCoding.ruleOf(copy)).isEqualTo(LearningRule.seqIl());
    assertSame(copy, copy.updaterState(), straight, straight.updaterState());
  }

  @Test
  void theWrongKindOfFileIsNamed() throws IOException {
    PredictiveCoding.save(graph(LearningRule.zil()), file("graph.zip"));
    PredictiveCoding.save(network(LearningRule.zil()), file("network.zip"));
    assertThatThrownBy(() -> PredictiveCoding.restore(file("graph.zip")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("graph.zip")
        .hasMessageContaining("it holds a ComputationGraph, call restoreGraph");
    assertThatThrownBy(() -> PredictiveCoding.restoreGraph(file("network.zip")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("network.zip")
        .hasMessageContaining("it holds a MultiLayerNetwork, call restore");
  }
}
