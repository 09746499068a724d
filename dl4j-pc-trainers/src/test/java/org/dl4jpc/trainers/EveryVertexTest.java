// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.dl4jpc.layers.Dl4jVertices;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Z-IL is backpropagation through every vertex of DL4J. */
class EveryVertexTest {

  static Stream<VertexCase> runnable() {
    return VertexCases.all().filter(c -> c.failure() == null);
  }

  static Stream<VertexCase> failing() {
    return VertexCases.all().filter(c -> c.failure() != null);
  }

  @AfterEach
  void restoreDefaultType() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  @ParameterizedTest
  @MethodSource("runnable")
  void zilIsBackpropagation(VertexCase vertex) {
    Nd4j.setDefaultDataTypes(vertex.defaultType(), vertex.defaultType());
    ComputationGraph dl4j = vertex.build();
    MultiDataSet data = vertex.batch();
    INDArray expected = Graphs.backprop(dl4j, data);
    double bound = Graphs.bound(Graphs.kappa(vertex.build(), data));
    for (NodePlacement placement : NodePlacement.values()) {
      LearningRule rule = LearningRule.zil().withNodePlacement(placement);
      ComputationGraph attached = PredictiveCoding.attach(vertex.build(), rule);
      assertThat(Twins.distance(Graphs.gradient(attached, data), expected))
          .as("%s", placement)
          .isLessThan(bound);
      assertThat(attached.score()).isCloseTo(dl4j.score(), within(1e-12));
    }
  }

  /** What inference computes on the way does not show in the next minibatch. */
  @ParameterizedTest
  @MethodSource("runnable")
  void inferenceDescendsAndLeavesNoTrace(VertexCase vertex) {
    Nd4j.setDefaultDataTypes(vertex.defaultType(), vertex.defaultType());
    LearningRule rule = LearningRule.il().withStepSize(0.02).withInferenceSteps(10);
    ComputationGraph attached = PredictiveCoding.attach(vertex.build(), rule);
    MultiDataSet data = vertex.batch();
    double[] energy = PredictiveCoding.infer(attached, data).energy();
    for (int t = 1; t < energy.length; t++) {
      assertThat(energy[t]).as("t = %d", t).isLessThanOrEqualTo(energy[t - 1] * (1 + 1e-12));
    }
    assertThat(energy[10]).isLessThan(energy[0]);
    INDArray gradient = Graphs.gradient(attached, data);
    assertThat(Graphs.gradient(attached, data)).isEqualTo(gradient);
  }

  @ParameterizedTest
  @MethodSource("failing")
  void dl4jItselfFails(VertexCase vertex) {
    assertThat(catchThrowable(() -> Graphs.backprop(vertex.build(), vertex.batch())))
        .hasStackTraceContaining(vertex.failure());
  }

  @Test
  void everyVertexHasACase() throws IOException, URISyntaxException {
    Set<Class<?>> covered = VertexCases.all().map(VertexCase::covers).collect(Collectors.toSet());
    List<Class<?>> missing =
        Dl4jVertices.all().stream()
            .filter(type -> !covered.contains(type))
            .filter(type -> type != GraphVertex.class)
            .toList();
    assertThat(missing).isEmpty();
  }
}
