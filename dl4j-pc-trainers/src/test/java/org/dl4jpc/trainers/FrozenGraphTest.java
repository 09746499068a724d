// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Graphs with a frozen part: what is frozen down to the inputs is part of the clamped input. */
class FrozenGraphTest {
  private static final List<String> FROZEN = List.of("c1", "n1", "r1", "c2", "n2", "sum", "r2");

  /** The last frozen vertex has one consumer ("n2") or two ("r2"). */
  private static ComputationGraph frozenUpTo(String vertex) {
    return new TransferLearning.GraphBuilder(GraphNet.RESIDUAL.network())
        .setFeatureExtractor(vertex)
        .build()
        .convertDataType(DataType.DOUBLE);
  }

  private static void assertFrozen(ComputationGraph network, INDArray[] before) {
    List<String> names = List.of("c1", "n1", "c2", "n2");
    for (int i = 0; i < before.length; i++) {
      assertThat(network.getLayer(names.get(i)).params()).isEqualTo(before[i]);
    }
  }

  private static INDArray[] frozenParameters(ComputationGraph network) {
    return List.of("c1", "n1", "c2", "n2").stream()
        .map(name -> network.getLayer(name).params().dup())
        .toArray(INDArray[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum", "r2"})
  void zilTrainsAsDl4jDoes(String vertex) {
    ComputationGraph reference = frozenUpTo(vertex);
    ComputationGraph network = frozenUpTo(vertex);
    network.setParams(reference.params());
    INDArray[] before = frozenParameters(network);
    ComputationGraph attached = PredictiveCoding.attach(network, LearningRule.zil());
    INDArray start = network.params().dup();
    for (int i = 0; i < 4; i++) {
      reference.fit(GraphNet.RESIDUAL.batch());
      attached.fit(GraphNet.RESIDUAL.batch());
    }
    assertThat(Twins.distance(network.params(), start)).isGreaterThan(1e-4);
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-10);
    assertFrozen(network, before);
  }

  /** A frozen vertex with several consumers would hear errors from each, were it a value node. */
  @ParameterizedTest
  @ValueSource(strings = {"sum", "r2"})
  void noNodeMovesInTheFrozenPart(String vertex) {
    ComputationGraph attached =
        PredictiveCoding.attach(frozenUpTo(vertex), LearningRule.il().withStepSize(0.1));
    List<String> names =
        PredictiveCoding.infer(attached, GraphNet.RESIDUAL.batch()).nodes().stream()
            .map(NodeState::name)
            .toList();
    assertThat(names).contains("c3").doesNotContainAnyElementsOf(FROZEN.subList(0, 6));
    assertThat(names.contains("r2")).isEqualTo(vertex.equals("sum"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum", "r2"})
  void everyRuleLeavesTheFrozenPartAlone(String vertex) {
    for (LearningRule rule :
        List.of(
            LearningRule.il().withStepSize(0.1),
            LearningRule.seqIlMq(1e-3),
            LearningRule.incremental())) {
      ComputationGraph network = frozenUpTo(vertex);
      INDArray[] before = frozenParameters(network);
      double score = network.score(GraphNet.RESIDUAL.batch());
      ComputationGraph attached = PredictiveCoding.attach(network, rule);
      for (int i = 0; i < 10; i++) {
        attached.fit(GraphNet.RESIDUAL.batch());
      }
      assertThat(network.score(GraphNet.RESIDUAL.batch())).as("%s", rule).isLessThan(score);
      assertFrozen(network, before);
    }
  }
}
