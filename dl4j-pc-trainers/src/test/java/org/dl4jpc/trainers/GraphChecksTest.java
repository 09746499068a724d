// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dl4jpc.trainers.GraphParts.classes;
import static org.dl4jpc.trainers.GraphParts.dense;
import static org.dl4jpc.trainers.GraphParts.random;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Graphs that DL4J itself fails to train are refused at attach, with the vertex's name. */
class GraphChecksTest {

  private static void assertRefused(
      Consumer<GraphBuilder> rest, String dl4jSays, int outputs, String... parts) {
    VertexCase graph =
        VertexCase.of(
            LayerVertex.class,
            "refused",
            builder -> {
              builder
                  .addInputs("in")
                  .addLayer("a", dense(6), "in")
                  .setInputTypes(InputType.feedForward(4));
              rest.accept(builder);
            },
            () ->
                new MultiDataSet(
                    new INDArray[] {random(4)},
                    Stream.generate(GraphParts::labels).limit(outputs).toArray(INDArray[]::new)));
    assertThatThrownBy(() -> Graphs.backprop(graph.build(), graph.batch()))
        .hasMessageContaining(dl4jSays);
    assertThatThrownBy(() -> PredictiveCoding.attach(graph.build(), LearningRule.il()))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void anOutputLayerMustNotBeRead() {
    assertRefused(
        graph ->
            graph
                .addLayer("early", classes(), "a")
                .addVertex("merged", new MergeVertex(), "a", "early")
                .addLayer("late", classes(), "merged")
                .setOutputs("early", "late"),
        "Cannot do forward pass: inputs not set",
        2,
        "illegal output layer 'early': read by [merged], must be read by no vertex");
  }

  @Test
  void aLayerMustBeRead() {
    assertRefused(
        graph ->
            graph
                .addLayer("b", dense(3), "in")
                .addVertex("v", new ScaleVertex(1.0), "a")
                .addLayer("out", classes(), "v")
                .setOutputs("out")
                .allowDisconnected(true),
        "Cannot do backward pass: all epsilons not set",
        1,
        "illegal vertex 'b': read by nothing, must be read by a vertex that passes errors on");
  }

  @Test
  void aLayerBelowAnEmbeddingMustBeFrozen() {
    assertRefused(
        graph ->
            graph
                .addLayer("index", dense(1), "a")
                .addLayer("words", new EmbeddingLayer.Builder().nIn(6).nOut(3).build(), "index")
                .addLayer("out", classes(), "words")
                .setOutputs("out"),
        "Cannot do backward pass: all epsilons not set",
        1,
        "illegal vertex 'index': read by [words] only, must be read by a vertex that passes");
  }

  @Test
  void aLayerBelowAFrozenOneMustBeFrozen() {
    assertRefused(
        graph ->
            graph
                .addLayer("frozen", new FrozenLayer(GraphParts.explicit(6, 3)), "a")
                .addLayer("out", classes(), "frozen")
                .setOutputs("out"),
        "Cannot do backward pass: all epsilons not set",
        1,
        "illegal vertex 'a': read by the frozen [frozen] only");
  }
}
