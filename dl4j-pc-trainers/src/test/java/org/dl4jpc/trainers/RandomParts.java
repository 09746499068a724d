// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.dl4jpc.trainers.RandomGraph.Kind;
import org.dl4jpc.trainers.RandomGraph.Spot;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers and vertices that a {@link RandomGraph} is drawn from. */
final class RandomParts {
  private static final ElementWiseVertex.Op[] OPERATIONS = {
    ElementWiseVertex.Op.Add,
    ElementWiseVertex.Op.Product,
    ElementWiseVertex.Op.Subtract,
    ElementWiseVertex.Op.Average
  };
  private static final Activation[] SMOOTH = {
    Activation.TANH, Activation.SIGMOID, Activation.SOFTPLUS, Activation.IDENTITY
  };

  private final RandomGraph graph;
  private final Random random;

  RandomParts(RandomGraph graph) {
    this.graph = graph;
    this.random = graph.random();
  }

  /** Adds a layer, a vertex or a join, somewhere. */
  void add() {
    Spot from = graph.any();
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> layer(from);
      case 4 -> plain(from);
      case 5 -> vertex(from);
      case 6 -> convert(from);
      case 7, 8 -> elementWise(from, graph.another(from), graph.another(from));
      default -> merge(from, graph.another(from), graph.another(from));
    }
  }

  private Spot layer(Spot from) {
    return layer(from, 2 + random.nextInt(3));
  }

  /** A layer with weights, of the same kind. */
  private Spot layer(Spot from, int width) {
    Activation activation = SMOOTH[random.nextInt(SMOOTH.length)];
    return switch (from.kind()) {
      case ROWS -> {
        DenseLayer.Builder dense = new DenseLayer.Builder().nOut(width).activation(activation);
        if (random.nextInt(4) == 0) {
          dense.dropOut(0.8);
        }
        yield graph.layer(dense.build(), Kind.ROWS, width, from);
      }
      case IMAGE -> graph.layer(convolution(width, activation), Kind.IMAGE, width, from);
      case SEQUENCE ->
          random.nextBoolean()
              ? graph.layer(new SimpleRnn.Builder().nOut(width).build(), Kind.SEQUENCE, width, from)
              : graph.layer(new LSTM.Builder().nOut(width).build(), Kind.SEQUENCE, width, from);
    };
  }

  private static ConvolutionLayer convolution(int channels, Activation activation) {
    return new ConvolutionLayer.Builder(2, 2)
        .convolutionMode(ConvolutionMode.Same)
        .nOut(channels)
        .activation(activation)
        .build();
  }

  /** A layer that folds into its reader. */
  private void plain(Spot from) {
    int which = random.nextInt(3);
    if (which == 0 && from.kind() != Kind.SEQUENCE) {
      graph.layer(new BatchNormalization.Builder().build(), from.kind(), from.width(), from);
    } else if (which == 1 && from.kind() == Kind.IMAGE) {
      graph.layer(
          new SubsamplingLayer.Builder(
                  SubsamplingLayer.PoolingType.AVG, new int[] {2, 2}, new int[] {1, 1})
              .convolutionMode(ConvolutionMode.Same)
              .build(),
          from.kind(),
          from.width(),
          from);
    } else if (which == 1 && from.kind() == Kind.ROWS) {
      graph.layer(new DropoutLayer(0.8), from.kind(), from.width(), from);
    } else {
      graph.layer(new ActivationLayer(Activation.SIGMOID), from.kind(), from.width(), from);
    }
  }

  private void vertex(Spot from) {
    Kind kind = from.kind();
    int width = from.width();
    boolean rows = kind == Kind.ROWS;
    switch (random.nextInt(6)) {
      case 0 -> graph.vertex(new ShiftVertex(0.3), kind, width, from);
      case 1 -> {
        if (rows) {
          int first = random.nextInt(width);
          int last = first + random.nextInt(width - first);
          graph.vertex(new SubsetVertex(first, last), kind, last - first + 1, from);
        }
      }
      case 2 -> {
        if (rows && width > 1) {
          graph.vertex(new L2NormalizeVertex(), kind, width, from);
        }
      }
      case 3 -> {
        if (rows) {
          stack(from);
        }
      }
      case 4 -> {
        if (kind == Kind.SEQUENCE) {
          graph.vertex(new ReverseTimeSeriesVertex(), kind, width, from);
        }
      }
      default -> graph.vertex(new ScaleVertex(0.5 + random.nextDouble()), kind, width, from);
    }
  }

  /** One set of weights for two. */
  private void stack(Spot from) {
    Spot partner = fitted(graph.another(from), from.width());
    Spot stacked = graph.vertex(new StackVertex(), Kind.ROWS, from.width(), from, partner);
    int width = 2 + random.nextInt(3);
    DenseLayer dense = new DenseLayer.Builder().nOut(width).build();
    Spot shared = graph.layer(dense, Kind.ROWS, width, stacked);
    Spot first = graph.vertex(new UnstackVertex(0, 2), Kind.ROWS, width, shared);
    Spot second = graph.vertex(new UnstackVertex(1, 2), Kind.ROWS, width, shared);
    graph.hide(stacked);
    graph.hide(shared);
    if (random.nextBoolean()) {
      graph.vertex(new L2Vertex(), Kind.ROWS, 1, first, second);
    }
  }

  /** To rows, or from rows to sequences. */
  private Spot convert(Spot from) {
    int width = from.width();
    return switch (from.kind()) {
      case IMAGE ->
          random.nextBoolean()
              ? graph.layer(new GlobalPoolingLayer(PoolingType.AVG), Kind.ROWS, width, from)
              : graph.layer(new DenseLayer.Builder().nOut(3).build(), Kind.ROWS, 3, from);
      case SEQUENCE ->
          graph.vertex(new LastTimeStepVertex(sequence().orElseThrow()), Kind.ROWS, width, from);
      case ROWS ->
          sequence()
              .map(DuplicateToTimeSeriesVertex::new)
              .map(repeat -> graph.vertex(repeat, Kind.SEQUENCE, width, from))
              .orElseGet(() -> layer(from));
    };
  }

  /** The name of an input of sequences; all sequences come from one. */
  private Optional<String> sequence() {
    return graph.inputs().stream()
        .filter(in -> in.kind() == Kind.SEQUENCE)
        .map(Spot::name)
        .findFirst();
  }

  private Spot fitted(Spot spot, int width) {
    return spot.width() == width ? spot : layer(spot, width);
  }

  private void elementWise(Spot first, Spot second, Spot third) {
    ElementWiseVertex.Op operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
    int width = first.width();
    Spot other = fitted(second, width);
    if (operation == ElementWiseVertex.Op.Subtract || random.nextBoolean()) {
      graph.vertex(new ElementWiseVertex(operation), first.kind(), width, first, other);
    } else {
      Spot last = fitted(third, width);
      graph.vertex(new ElementWiseVertex(operation), first.kind(), width, first, other, last);
    }
  }

  private void merge(Spot... from) {
    int width = IntStream.range(0, from.length).map(i -> from[i].width()).sum();
    graph.vertex(new MergeVertex(), from[0].kind(), width, from);
  }

  /** Joins all that nobody has read into outputs. */
  void end(int outputs) {
    List<Spot> unread = graph.unread();
    Spot last = unread.get(unread.size() - 1);
    boolean sequence = last.kind() == Kind.SEQUENCE && unread.size() > 1;
    List<Spot> rows =
        (sequence ? unread.subList(0, unread.size() - 1) : unread)
            .stream().map(spot -> spot.kind() == Kind.ROWS ? spot : convert(spot)).toList();
    int count = Math.min(outputs, rows.size());
    for (int i = 0; i < count; i++) {
      int start = i * rows.size() / count;
      int end = (i + 1) * rows.size() / count;
      Spot[] group = rows.subList(start, end).toArray(Spot[]::new);
      int width = IntStream.range(0, group.length).map(k -> group[k].width()).sum();
      Spot joined =
          group.length == 1 ? group[0] : graph.vertex(new MergeVertex(), Kind.ROWS, width, group);
      classify(layer(joined));
    }
    if (sequence) {
      graph.output(
          new RnnOutputLayer.Builder(LossFunction.MCXENT)
              .nOut(3)
              .activation(Activation.SOFTMAX)
              .build(),
          Kind.SEQUENCE,
          3,
          last);
    }
  }

  private void classify(Spot from) {
    OutputLayer.Builder output =
        switch (random.nextInt(3)) {
          case 0 -> new OutputLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY);
          case 1 -> new OutputLayer.Builder(LossFunction.XENT).activation(Activation.SIGMOID);
          default -> new OutputLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX);
        };
    graph.output(output.nOut(3).build(), Kind.ROWS, 3, from);
  }
}
