// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.dl4jpc.trainers.GraphParts.classes;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Graphs whose layers draw noise or are frozen. */
final class LayerVertexCases {

  private LayerVertexCases() {}

  static List<VertexCase> all() {
    return List.of(
        VertexCases.pair(
            LayerVertex.class,
            "noise in parallel branches, drawn in the order of the layers",
            5,
            5,
            graph ->
                graph
                    .addLayer("first", new DropoutLayer(0.7), "a")
                    .addLayer("second", noisy(4), "b")
                    .addLayer("third", new DropoutLayer(0.6), "second")
                    .addVertex("v", new MergeVertex(), "third", "first")),
        VertexCase.of(
            LayerVertex.class,
            "noisy output layers",
            LayerVertexCases::noisyOutputs,
            () ->
                new MultiDataSet(
                    new INDArray[] {GraphParts.random(4)},
                    new INDArray[] {GraphParts.labels(), GraphParts.labels()})),
        VertexCases.pair(
            LayerVertex.class,
            "frozen, errors pass",
            4,
            6,
            graph ->
                graph
                    .addLayer("frozen", new FrozenLayerWithBackprop(GraphParts.explicit(4, 3)), "a")
                    .addVertex("v", new MergeVertex(), "frozen", "a", "b")),
        VertexCases.pair(
            LayerVertex.class,
            "frozen, above a layer that learns by another path",
            4,
            6,
            graph ->
                graph
                    .addLayer("frozen", new FrozenLayer(GraphParts.explicit(4, 3)), "a")
                    .addVertex("v", new MergeVertex(), "frozen", "a", "b")));
  }

  private static DenseLayer noisy(int units) {
    return new DenseLayer.Builder()
        .nOut(units)
        .dropOut(0.8)
        .weightNoise(new DropConnect(0.7))
        .build();
  }

  private static void noisyOutputs(GraphBuilder graph) {
    OutputLayer early = classes();
    early.setIDropout(new Dropout(0.7));
    OutputLayer late = classes();
    late.setIDropout(new Dropout(0.6));
    graph
        .addInputs("in")
        .addLayer("a", noisy(6), "in")
        .addLayer("early", early, "a")
        .addLayer("b", noisy(5), "a")
        .addLayer("late", late, "b")
        .setOutputs("early", "late")
        .setInputTypes(InputType.feedForward(4));
  }
}
