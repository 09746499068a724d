// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.Graphs;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Z-IL is backpropagation on DL4J's zoo: the relative distance of the gradients, in double, is at
 * most 1e-12 or 100 κ, where κ is the change of DL4J's own gradient by one unit in the last place
 * of the input. The findings are left in {@code target/zoo.md}.
 */
class ZooExactnessTest {
  private static final StringBuilder TABLE =
      new StringBuilder("| model | input | batch | parameters | κ | distance |\n")
          .append("| --- | --- | --- | --- | --- | --- |\n");

  @ParameterizedTest
  @EnumSource(names = {"LENET", "SQUEEZENET", "TEXT_GENERATION_LSTM"})
  void zilIsBackpropagation(ZooNet net) {
    MultiDataSet data = net.data();
    INDArray expected = backprop(net, data);
    double kappa = Graphs.distance(backprop(net, Graphs.neighbour(data)), expected);
    double distance = Graphs.distance(gradient(net, data), expected);
    note(net, expected.length(), kappa, distance);
    assertThat(kappa).as("kappa").isLessThan(1e-6);
    assertThat(distance).isLessThanOrEqualTo(Graphs.bound(kappa));
  }

  private static void note(ZooNet net, long weights, double kappa, double distance) {
    String input = Arrays.toString(net.input);
    TABLE.append(
        String.format(
            Locale.ROOT,
            "| %s | %s | %d | %d | %.1e | %.1e |%n",
            net,
            input,
            net.batch,
            weights,
            kappa,
            distance));
  }

  @AfterAll
  static void report() throws IOException {
    Path directory = Files.createDirectories(Path.of("target"));
    Files.writeString(directory.resolve("zoo.md"), TABLE);
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LENET", "SQUEEZENET", "TEXT_GENERATION_LSTM", "NASNET", "SIMPLE_CNN"})
  void zilIsBackpropagationOnTheRest(ZooNet net) {
    zilIsBackpropagation(net);
  }

  private static INDArray backprop(ZooNet net, MultiDataSet data) {
    Model network = net.network();
    return network instanceof ComputationGraph graph
        ? Graphs.backprop(graph, data)
        : Graphs.backprop((MultiLayerNetwork) network, chain(data));
  }

  private static INDArray gradient(ZooNet net, MultiDataSet data) {
    Model network = net.network();
    return network instanceof ComputationGraph graph
        ? Graphs.gradient(PredictiveCoding.attach(graph, LearningRule.zil()), data)
        : Graphs.gradient(
            PredictiveCoding.attach((MultiLayerNetwork) network, LearningRule.zil()), chain(data));
  }

  private static DataSet chain(MultiDataSet data) {
    return new DataSet(data.getFeatures(0), data.getLabels(0));
  }

  @Test
  void nasNetCannotBeBuiltByDl4j() {
    assertThatThrownBy(ZooNet.NASNET::network)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot calculate activation types if no inputs have been set");
  }

  /** Its last layer is no output layer. */
  @Test
  void simpleCnnCannotBeFittedByDl4j() {
    MultiLayerNetwork network = (MultiLayerNetwork) ZooNet.SIMPLE_CNN.network();
    DataSet data = chain(ZooNet.SIMPLE_CNN.data());
    assertThatThrownBy(() -> network.fit(data))
        .isInstanceOf(DL4JException.class)
        .hasMessageContaining("the final layer must be an output layer");
    assertThatThrownBy(() -> PredictiveCoding.attach(network, LearningRule.zil()))
        .hasMessageContaining("must be an output layer");
  }
}
