// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.dl4jpc.trainers.GraphParts.classes;
import static org.dl4jpc.trainers.GraphParts.dense;
import static org.dl4jpc.trainers.GraphParts.each;
import static org.dl4jpc.trainers.GraphParts.image;
import static org.dl4jpc.trainers.GraphParts.images;
import static org.dl4jpc.trainers.GraphParts.lstm;
import static org.dl4jpc.trainers.GraphParts.mask;
import static org.dl4jpc.trainers.GraphParts.sequences;
import static org.dl4jpc.trainers.GraphParts.steps;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Graphs of sequences for the vertices of DL4J that work on them. */
final class SequenceVertexCases {

  private SequenceVertexCases() {}

  static List<VertexCase> all() {
    return Stream.of(preprocessing(), recurrent(), attention()).flatMap(List::stream).toList();
  }

  private static List<VertexCase> preprocessing() {
    return List.of(
        VertexCase.of(
            PreprocessorVertex.class,
            "images to rows",
            graph ->
                image(graph, 5)
                    .addVertex(
                        "rows",
                        new PreprocessorVertex(new CnnToFeedForwardPreProcessor(5, 5, 3)),
                        "conv")
                    .addVertex("scaled", new ScaleVertex(0.5), "rows")
                    .addLayer("out", classes(), "scaled"),
            () -> images(5)),
        VertexCase.of(
            PreprocessorVertex.class,
            "sequences to rows and back",
            graph ->
                graph
                    .addInputs("in")
                    .addLayer("rnn", lstm(5), "in")
                    .addVertex(
                        "rows", new PreprocessorVertex(new RnnToFeedForwardPreProcessor()), "rnn")
                    .addVertex("scaled", new ScaleVertex(0.5), "rows")
                    .addVertex(
                        "back",
                        new PreprocessorVertex(new FeedForwardToRnnPreProcessor()),
                        "scaled")
                    .addLayer("out", each(), "back")
                    .setOutputs("out")
                    .setInputTypes(InputType.recurrent(3, 4)),
            () -> sequences(null)),
        VertexCase.of(
            PreprocessorVertex.class,
            "none, but a dense layer among recurrent ones",
            graph ->
                graph
                    .addInputs("in")
                    .addLayer("rnn", lstm(5), "in")
                    .addLayer("dense", dense(6), "rnn")
                    .addLayer("another", lstm(4), "dense")
                    .addVertex("merged", new MergeVertex(), "another", "rnn")
                    .addLayer("out", each(), "merged")
                    .setOutputs("out")
                    .setInputTypes(InputType.recurrent(3, 4)),
            () -> sequences(null)));
  }

  private static List<VertexCase> recurrent() {
    return List.of(
        VertexCase.of(
            LastTimeStepVertex.class,
            "one length",
            SequenceVertexCases::lastStep,
            () -> steps(null)),
        VertexCase.of(
            LastTimeStepVertex.class, "masked", SequenceVertexCases::lastStep, () -> steps(mask())),
        VertexCase.of(
            DuplicateToTimeSeriesVertex.class,
            "encoder and decoder",
            SequenceVertexCases::decoder,
            () -> sequences(null)),
        VertexCase.of(
            DuplicateToTimeSeriesVertex.class,
            "masked",
            SequenceVertexCases::decoder,
            () -> sequences(mask())),
        VertexCase.of(
            ReverseTimeSeriesVertex.class,
            "one length",
            graph -> reversed(graph, new ReverseTimeSeriesVertex()),
            () -> sequences(null)),
        VertexCase.of(
            ReverseTimeSeriesVertex.class,
            "masked",
            graph -> reversed(graph, new ReverseTimeSeriesVertex("in")),
            () -> sequences(mask())),
        VertexCase.of(
            MergeVertex.class,
            "sequences, masked",
            graph ->
                graph
                    .addInputs("in")
                    .addLayer("one", lstm(3), "in")
                    .addLayer("two", lstm(2), "one")
                    .addVertex("merged", new MergeVertex(), "one", "two", "in")
                    .addLayer("pooled", new GlobalPoolingLayer(), "merged")
                    .addLayer("out", classes(), "pooled")
                    .setOutputs("out")
                    .setInputTypes(InputType.recurrent(3, 4)),
            () -> steps(mask())));
  }

  private static void lastStep(GraphBuilder graph) {
    graph
        .addInputs("in")
        .addLayer("rnn", lstm(5), "in")
        .addVertex("last", new LastTimeStepVertex("in"), "rnn")
        .addLayer("dense", dense(4), "last")
        .addVertex("merged", new MergeVertex(), "dense", "last")
        .addLayer("out", classes(), "merged")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(3, 4));
  }

  private static void decoder(GraphBuilder graph) {
    graph
        .addInputs("in")
        .addLayer("encoder", lstm(5), "in")
        .addVertex("last", new LastTimeStepVertex("in"), "encoder")
        .addVertex("again", new DuplicateToTimeSeriesVertex("in"), "last")
        .addVertex("merged", new MergeVertex(), "again", "in")
        .addLayer("decoder", lstm(4), "merged")
        .addLayer("out", each(), "decoder")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(3, 4));
  }

  private static void reversed(GraphBuilder graph, ReverseTimeSeriesVertex vertex) {
    graph
        .addInputs("in")
        .addLayer("forward", lstm(4), "in")
        .addVertex("reversed", vertex, "forward")
        .addLayer("backward", lstm(3), "reversed")
        .addVertex("merged", new MergeVertex(), "forward", "backward")
        .addLayer("out", each(), "merged")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(3, 4));
  }

  private static List<VertexCase> attention() {
    return List.of(
        attention("two heads", true, null),
        attention("two heads, masked", true, mask()),
        attention("no projection", false, null));
  }

  private static VertexCase attention(String name, boolean project, INDArray mask) {
    return VertexCase.of(
        AttentionVertex.class,
        name,
        graph ->
            graph
                .addInputs("in")
                .addLayer("rnn", lstm(4), "in")
                .addLayer("other", lstm(4), "rnn")
                .addVertex("attention", GraphParts.attention(project), "rnn", "other", "rnn")
                .addLayer("pooled", new GlobalPoolingLayer(), "attention")
                .addLayer("out", classes(), "pooled")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(3, 4)),
        () -> steps(mask));
  }
}
