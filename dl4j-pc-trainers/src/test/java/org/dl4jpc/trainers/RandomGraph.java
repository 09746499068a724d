// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A directed acyclic graph of layers and vertices drawn at random: one to three inputs of rows,
 * images or sequences, branches and skip connections of unequal length, one to three outputs. Each
 * addition reads anything there is, the recent more often; what is left unread feeds an output. All
 * activations are smooth.
 */
final class RandomGraph {
  static final int SAMPLES = 3;
  static final int SIDE = 4;
  static final int STEPS = 3;

  /** What a vertex gives: [B, n], [B, n, 4, 4] or [B, n, 3]. */
  enum Kind {
    ROWS,
    IMAGE,
    SEQUENCE;

    InputType type(int width) {
      return switch (this) {
        case ROWS -> InputType.feedForward(width);
        case IMAGE -> InputType.convolutional(SIDE, SIDE, width);
        case SEQUENCE -> InputType.recurrent(width, STEPS);
      };
    }

    long[] shape(int width) {
      return switch (this) {
        case ROWS -> new long[] {SAMPLES, width};
        case IMAGE -> new long[] {SAMPLES, width, SIDE, SIDE};
        case SEQUENCE -> new long[] {SAMPLES, width, STEPS};
      };
    }
  }

  /** The output of a vertex. */
  record Spot(String name, Kind kind, int width) {}

  private final long seed;
  private final Random random;
  private final GraphBuilder graph;
  private final List<Spot> spots = new ArrayList<>();
  private final Set<Spot> unread = new LinkedHashSet<>();
  private final List<Spot> inputs = new ArrayList<>();
  private final List<Spot> outputs = new ArrayList<>();
  private final StringBuilder description = new StringBuilder();
  private int count;

  /**
   * Draws a graph.
   *
   * @param seed that the whole graph, its weights and its data follow from
   */
  RandomGraph(long seed) {
    this.seed = seed;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.graph = SmallNet.base().seed(seed).activation(Activation.TANH).graphBuilder();
    int first = 1 + random.nextInt(3);
    for (int i = 0; i < first; i++) {
      Kind kind = Kind.values()[Math.max(0, random.nextInt(5) - 2)];
      inputs.add(noted(new Spot("in" + i, kind, 2 + random.nextInt(3)), "input"));
    }
    graph.addInputs(inputs.stream().map(Spot::name).toArray(String[]::new));
    graph.setInputTypes(
        inputs.stream().map(in -> in.kind().type(in.width())).toArray(InputType[]::new));
    int additions = 4 + random.nextInt(10);
    RandomParts parts = new RandomParts(this);
    for (int i = 0; i < additions; i++) {
      parts.add();
    }
    parts.end(1 + random.nextInt(3));
    graph.setOutputs(outputs.stream().map(Spot::name).toArray(String[]::new));
  }

  Random random() {
    return random;
  }

  /** Anything there is, the recent more often. */
  Spot any() {
    int n = spots.size();
    return spots.get(Math.max(random.nextInt(n), random.nextInt(n)));
  }

  /** Something else of the kind of a spot if there is any, else the spot itself. */
  Spot another(Spot like) {
    List<Spot> same = spots.stream().filter(s -> s.kind() == like.kind()).toList();
    return same.get(random.nextInt(same.size()));
  }

  List<Spot> unread() {
    return List.copyOf(unread);
  }

  List<Spot> inputs() {
    return inputs;
  }

  Spot layer(Layer layer, Kind kind, int width, Spot from) {
    String name = layer.getClass().getSimpleName() + count++;
    graph.addLayer(name, layer, from.name());
    unread.remove(from);
    return noted(new Spot(name, kind, width), "(" + from.name() + ")");
  }

  Spot vertex(GraphVertex vertex, Kind kind, int width, Spot... from) {
    String name = vertex.getClass().getSimpleName() + count++;
    String[] names = new String[from.length];
    for (int i = 0; i < from.length; i++) {
      names[i] = from[i].name();
      unread.remove(from[i]);
    }
    graph.addVertex(name, vertex, names);
    return noted(new Spot(name, kind, width), "(" + String.join(", ", names) + ")");
  }

  void output(Layer layer, Kind kind, int width, Spot from) {
    String name = "out" + outputs.size();
    graph.addLayer(name, layer, from.name());
    unread.remove(from);
    outputs.add(new Spot(name, kind, width));
    description.append(name).append("(").append(from.name()).append(")");
  }

  /** Nothing drawn later reads it: its samples are not those of the minibatch. */
  void hide(Spot spot) {
    spots.remove(spot);
    unread.remove(spot);
  }

  private Spot noted(Spot spot, String how) {
    spots.add(spot);
    unread.add(spot);
    description.append(spot.name()).append(how).append("; ");
    return spot;
  }

  /** A new network of the graph, in double; parameters that DL4J starts at one value are spread. */
  ComputationGraph network() {
    ComputationGraph network = new ComputationGraph(graph.build().clone());
    network.init();
    Nd4j.getRandom().setSeed(seed);
    network.params().addi(Nd4j.rand(DataType.DOUBLE, network.params().shape()).muli(0.1));
    return network;
  }

  /** A minibatch, the same at every call. */
  MultiDataSet batch() {
    Nd4j.getRandom().setSeed(seed + 1);
    INDArray[] features =
        inputs.stream()
            .map(in -> Nd4j.randn(DataType.DOUBLE, in.kind().shape(in.width())))
            .toArray(INDArray[]::new);
    INDArray[] labels =
        outputs.stream().map(out -> oneHot(out.kind().shape(out.width()))).toArray(INDArray[]::new);
    return new MultiDataSet(features, labels);
  }

  /** One class a sample, or a sample's time step. */
  private static INDArray oneHot(long[] shape) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, shape);
    for (long i = 0; i < shape[0]; i++) {
      if (shape.length == 2) {
        labels.putScalar(i, i % shape[1], 1.0);
      } else {
        for (long k = 0; k < shape[2]; k++) {
          labels.putScalar(i, (i + k) % shape[1], k, 1.0);
        }
      }
    }
    return labels;
  }

  @Override
  public String toString() {
    return "graph of seed " + seed + ": " + description;
  }
}
