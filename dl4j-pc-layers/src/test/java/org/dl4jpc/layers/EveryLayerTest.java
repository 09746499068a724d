// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Z-IL = backprop in double for every layer type of DL4J that can stand in a chain of layers, and
 * the reasons for those that cannot. The findings are left in {@code target/every-layer.md}.
 */
class EveryLayerTest {
  private static final long SEED = 3;
  private static final LayerTable TABLE = new LayerTable();

  static Stream<LayerCase> runnable() {
    return LayerCases.all().filter(c -> c.failure() == null);
  }

  static Stream<LayerCase> failing() {
    return LayerCases.all().filter(c -> c.failure() != null);
  }

  @AfterEach
  void restoreDefaultType() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  @ParameterizedTest
  @MethodSource("runnable")
  void waveEqualsBackprop(LayerCase layerCase) {
    Nd4j.setDefaultDataTypes(layerCase.defaultType(), layerCase.defaultType());
    MultiLayerNetwork reference = layerCase.build();
    DataSet data = layerCase.data().get();
    INDArray expected = ReferenceGradients.backprop(reference, data, SEED);
    double kappa = ReferenceGradients.kappa(layerCase.build(), data, SEED);
    Map<NodePlacement, Double> distances = new EnumMap<>(NodePlacement.class);
    for (NodePlacement placement : NodePlacement.values()) {
      MultiLayerNetwork network = layerCase.build();
      INDArray actual = ReferenceGradients.wave(network, data, SEED, placement);
      double distance = ReferenceGradients.distance(actual, expected);
      assertThat(distance)
          .as("%s%n%s", placement, ReferenceGradients.distances(reference, actual, expected))
          .isLessThan(ReferenceGradients.bound(kappa));
      distances.put(placement, distance);
    }
    TABLE.addDistances(layerCase, distances, kappa);
  }

  @ParameterizedTest
  @MethodSource("runnable")
  void lossAndPredictionAreThoseOfTheFeedForwardPass(LayerCase layerCase) {
    Nd4j.setDefaultDataTypes(layerCase.defaultType(), layerCase.defaultType());
    DataSet data = layerCase.data().get();
    MultiLayerNetwork reference = layerCase.build();
    INDArray prediction = ReferenceGradients.output(reference, data, SEED);
    Nd4j.getRandom().setSeed(SEED);
    double sum = reference.score(data, true) * data.getLabels().size(0);
    BlockGraph graph =
        ReferenceGradients.compile(layerCase.build(), data, NodePlacement.POST_ACTIVATION);
    ReferenceGradients.feedForward(graph, data, SEED);
    OutputBlock output = graph.outputs().get(0);
    assertThat(graph.loss()).isCloseTo(sum, within(1e-12 * Math.abs(sum)));
    if (data.getLabelsMaskArray() == null) {
      assertThat(ReferenceGradients.distance(output.prediction(), prediction)).isLessThan(1e-12);
    }
  }

  /**
   * Nodes that have moved away and back predict the same again, with the same noise, and nothing
   * that was computed on the way shows in the gradient; neither does the reuse of memory.
   */
  @ParameterizedTest
  @MethodSource("runnable")
  void inferenceLeavesNoTrace(LayerCase layerCase) {
    Nd4j.setDefaultDataTypes(layerCase.defaultType(), layerCase.defaultType());
    DataSet data = layerCase.data().get();
    MultiLayerNetwork network = layerCase.build();
    BlockGraph graph = ReferenceGradients.compile(network, data, NodePlacement.POST_ACTIVATION);
    ReferenceGradients.feedForward(graph, data, SEED);
    ReferenceGradients.wave(graph);
    INDArray expected = network.getFlattenedGradients().dup();
    for (int minibatch = 0; minibatch < 3; minibatch++) {
      Workspaces.temporarily(
          () -> {
            ReferenceGradients.feedForward(graph, data, SEED);
            wander(graph, 0.25);
            wander(graph, -0.25);
            ReferenceGradients.wave(graph);
          });
      assertThat(ReferenceGradients.distance(network.getFlattenedGradients(), expected))
          .isLessThan(1e-12);
    }
  }

  /** Moves every node and asks for everything that inference and learning may ask for. */
  private static void wander(BlockGraph graph, double shift) {
    for (HiddenNode node : graph.hiddenNodes()) {
      node.displace(node.value().array().ulike().assign(shift));
    }
    graph.updateErrors(new OutputPull.Weighted(0.5));
    for (HiddenNode node : graph.hiddenNodes()) {
      node.collectFeedback(node.value().like(), 1.0, 0.0);
    }
    graph.blocks().forEach(block -> block.gradient(-0.5));
  }

  @ParameterizedTest
  @MethodSource("failing")
  void dl4jItselfFails(LayerCase layerCase) {
    Throwable error =
        catchThrowable(
            () -> ReferenceGradients.backprop(layerCase.build(), layerCase.data().get(), SEED));
    assertThat(error).hasStackTraceContaining(layerCase.failure().message());
    TABLE.addFailure(layerCase);
  }

  @Test
  void everyConfigurationClassHasACaseOrAReason() throws IOException, URISyntaxException {
    var covered = LayerCases.all().map(LayerCase::covers).collect(Collectors.toSet());
    List<String> missing =
        Dl4jLayers.all().stream()
            .filter(type -> !covered.contains(type) && !LeftOutLayers.reasons().containsKey(type))
            .map(type -> "no case for " + type.getName())
            .toList();
    assertThat(missing).isEmpty();
  }

  @Test
  void leftOutClassesAreAbstractOrVertices() {
    for (Map.Entry<Class<?>, String> leftOut : LeftOutLayers.reasons().entrySet()) {
      Class<?> type = leftOut.getKey();
      assertThat(
              Modifier.isAbstract(type.getModifiers()) || GraphVertex.class.isAssignableFrom(type))
          .as(leftOut.toString())
          .isTrue();
    }
  }

  @AfterAll
  static void report() throws IOException {
    Path directory = Files.createDirectories(Path.of("target"));
    Files.writeString(directory.resolve("every-layer.md"), TABLE.toString());
    System.out.println(TABLE);
  }
}
