// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.dl4jpc.trainers.GraphParts.classes;
import static org.dl4jpc.trainers.GraphParts.convolution;
import static org.dl4jpc.trainers.GraphParts.dense;
import static org.dl4jpc.trainers.GraphParts.image;
import static org.dl4jpc.trainers.GraphParts.images;
import static org.dl4jpc.trainers.GraphParts.rows;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** One or more graphs for each vertex of DL4J. */
final class VertexCases {

  private VertexCases() {}

  static Stream<VertexCase> all() {
    return Stream.of(
            elementWise(),
            shaping(),
            stacking(),
            sameDiff(),
            SequenceVertexCases.all(),
            LayerVertexCases.all())
        .flatMap(List::stream);
  }

  /** Two dense layers over one input; vertices join "a" and "b" into "v". */
  static VertexCase pair(
      Class<? extends GraphVertex> covers, String name, int a, int b, Consumer<GraphBuilder> rest) {
    return VertexCase.of(
        covers,
        name,
        graph -> {
          graph
              .addInputs("in")
              .addLayer("a", dense(a), "in")
              .addLayer("b", dense(b), "in")
              .setOutputs("out")
              .setInputTypes(InputType.feedForward(4));
          rest.accept(graph);
          graph.addLayer("c", dense(5), "v").addLayer("out", classes(), "c");
        },
        () -> rows(4));
  }

  /** One dense layer over the input; a vertex makes "v" of "a". */
  private static VertexCase single(
      Class<? extends GraphVertex> covers, String name, Consumer<GraphBuilder> rest) {
    return VertexCase.of(
        covers,
        name,
        graph -> {
          graph
              .addInputs("in")
              .addLayer("a", dense(6), "in")
              .setOutputs("out")
              .setInputTypes(InputType.feedForward(4));
          rest.accept(graph);
          graph.addLayer("c", dense(5), "v").addLayer("out", classes(), "c");
        },
        () -> rows(4));
  }

  private static VertexCase elementWise(ElementWiseVertex.Op op, String name, String... inputs) {
    return pair(
        ElementWiseVertex.class,
        op + " of " + name,
        6,
        6,
        graph -> graph.addVertex("v", new ElementWiseVertex(op), inputs));
  }

  private static List<VertexCase> elementWise() {
    return List.of(
        elementWise(ElementWiseVertex.Op.Add, "two", "a", "b"),
        single(
            ElementWiseVertex.class,
            "sum of one",
            graph -> graph.addVertex("v", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a")),
        elementWise(ElementWiseVertex.Op.Add, "a layer and itself", "a", "a", "b"),
        elementWise(ElementWiseVertex.Op.Product, "two", "a", "b"),
        elementWise(ElementWiseVertex.Op.Product, "a layer and itself", "a", "a", "b"),
        elementWise(ElementWiseVertex.Op.Subtract, "two", "a", "b"),
        elementWise(ElementWiseVertex.Op.Average, "three", "a", "b", "a"),
        elementWise(ElementWiseVertex.Op.Max, "two", "a", "b"),
        pair(
            ElementWiseVertex.class,
            "product, broadcast",
            6,
            1,
            graph ->
                graph.addVertex(
                    "v", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "b")),
        pair(
            ElementWiseVertex.class,
            "sum, broadcast",
            6,
            1,
            graph ->
                graph.addVertex("v", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")));
  }

  private static List<VertexCase> shaping() {
    return List.of(
        pair(
            MergeVertex.class,
            "rows",
            3,
            4,
            graph -> graph.addVertex("v", new MergeVertex(), "a", "b", "a", "in")),
        VertexCase.of(MergeVertex.class, "channels", VertexCases::mergedChannels, () -> images(5)),
        pair(
            SubsetVertex.class,
            "overlapping",
            6,
            5,
            graph ->
                graph
                    .addVertex("front", new SubsetVertex(0, 3), "a")
                    .addVertex("back", new SubsetVertex(2, 5), "a")
                    .addVertex("v", new MergeVertex(), "front", "back", "b")),
        VertexCase.of(SubsetVertex.class, "channels", VertexCases::channels, () -> images(5)),
        single(
            ScaleVertex.class,
            "in a chain",
            graph ->
                graph
                    .addVertex("twice", new ScaleVertex(2.0), "a")
                    .addVertex("v", new ScaleVertex(0.3), "twice")),
        pair(
            ShiftVertex.class,
            "shared",
            6,
            6,
            graph ->
                graph
                    .addVertex("shifted", new ShiftVertex(-0.4), "b")
                    .addVertex("scaled", new ScaleVertex(0.5), "shifted")
                    .addVertex("v", new MergeVertex(), "shifted", "scaled", "a")),
        single(
            ReshapeVertex.class,
            "to pairs and back",
            graph ->
                graph
                    .addVertex("pairs", new ReshapeVertex('c', new int[] {-1, 2}, null), "a")
                    .addVertex("unit", new L2NormalizeVertex(), "pairs")
                    .addVertex("v", new ReshapeVertex('c', new int[] {-1, 6}, null), "unit")),
        pair(L2Vertex.class, "rows", 6, 6, graph -> graph.addVertex("v", new L2Vertex(), "a", "b")),
        single(
            L2NormalizeVertex.class,
            "rows",
            graph -> graph.addVertex("v", new L2NormalizeVertex(), "a")),
        normalisedImages().doubleByDefault(),
        normalisedImages().failing("Op.Z type must be either Op.X or Op.Y"),
        VertexCase.of(
            PoolHelperVertex.class,
            "square images",
            graph ->
                image(graph, 5)
                    .addVertex("helped", new PoolHelperVertex(), "conv")
                    .addLayer("again", convolution(2), "helped")
                    .addLayer("pooled", new GlobalPoolingLayer(), "again")
                    .addLayer("out", classes(), "pooled"),
            () -> images(5)),
        pair(
            FrozenVertex.class,
            "above a frozen layer",
            6,
            6,
            graph ->
                graph
                    .addLayer("frozen", new FrozenLayer(GraphParts.explicit(4, 5)), "in")
                    .addVertex("scaled", new FrozenVertex(new ScaleVertex(0.5)), "frozen")
                    .addVertex("v", new MergeVertex(), "scaled", "a", "b")));
  }

  private static VertexCase normalisedImages() {
    return VertexCase.of(
        L2NormalizeVertex.class,
        "images",
        graph ->
            image(graph, 5)
                .addVertex("unit", new L2NormalizeVertex(), "conv")
                .addLayer("out", classes(), "unit"),
        () -> images(5));
  }

  private static void mergedChannels(GraphBuilder graph) {
    image(graph, 5)
        .addLayer("more", convolution(2), "conv")
        .addVertex("merged", new MergeVertex(), "more", "conv", "in")
        .addLayer("last", convolution(2), "merged")
        .addLayer("out", classes(), "last");
  }

  /** Without input types: DL4J loses count of the channels. */
  private static void channels(GraphBuilder graph) {
    ConvolutionLayer convolution = convolution(3);
    convolution.setNIn(2);
    OutputLayer classes = classes();
    classes.setNIn(5);
    graph
        .addInputs("in")
        .addLayer("conv", convolution, "in")
        .addVertex("subset", new SubsetVertex(1, 2), "conv")
        .addVertex("merged", new MergeVertex(), "subset", "conv")
        .addLayer("pooled", new GlobalPoolingLayer(), "merged")
        .addLayer("out", classes, "pooled")
        .setOutputs("out");
  }

  private static List<VertexCase> stacking() {
    return List.of(
        VertexCase.of(
            StackVertex.class, "one set of weights", VertexCases::twins, () -> twinRows()),
        VertexCase.of(
            UnstackVertex.class,
            "of three, one left over",
            graph ->
                graph
                    .addInputs("left", "right")
                    .addVertex("stack", new StackVertex(), "left", "right", "left")
                    .addLayer("shared", dense(5), "stack")
                    .addVertex("first", new UnstackVertex(0, 3), "shared")
                    .addVertex("last", new UnstackVertex(2, 3), "shared")
                    .addVertex("merged", new MergeVertex(), "last", "first")
                    .addLayer("out", classes(), "merged")
                    .setOutputs("out")
                    .setInputTypes(InputType.feedForward(4), InputType.feedForward(4)),
            VertexCases::twinRowsOneOutput));
  }

  private static void twins(GraphBuilder graph) {
    graph
        .addInputs("left", "right")
        .addVertex("stack", new StackVertex(), "left", "right")
        .addLayer("shared", dense(6), "stack")
        .addLayer("deeper", dense(5), "shared")
        .addVertex("first", new UnstackVertex(0, 2), "deeper")
        .addVertex("second", new UnstackVertex(1, 2), "deeper")
        .addVertex("distance", new L2Vertex(), "first", "second")
        .addLayer("one", classes(), "first")
        .addLayer("two", classes(), "distance")
        .setOutputs("one", "two")
        .setInputTypes(InputType.feedForward(4), InputType.feedForward(4));
  }

  private static MultiDataSet twinRows() {
    return new MultiDataSet(
        new INDArray[] {GraphParts.random(4), GraphParts.random(4)},
        new INDArray[] {GraphParts.labels(), GraphParts.labels()});
  }

  private static MultiDataSet twinRowsOneOutput() {
    return new MultiDataSet(
        new INDArray[] {GraphParts.random(4), GraphParts.random(4)},
        new INDArray[] {GraphParts.labels()});
  }

  private static List<VertexCase> sameDiff() {
    return List.of(
        pair(
            SameDiffVertex.class,
            "bilinear, with weights",
            3,
            4,
            graph -> graph.addVertex("v", new GraphParts.Bilinear(3, 4, 5), "a", "b")),
        pair(
            SameDiffLambdaVertex.class,
            "without weights",
            6,
            6,
            graph -> graph.addVertex("v", new GraphParts.SineOfSum(), "a", "b")));
  }
}
