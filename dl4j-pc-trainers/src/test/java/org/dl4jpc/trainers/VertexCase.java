// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A small graph around one DL4J vertex configuration class, with learning layers below it.
 *
 * @param covers the configuration class
 * @param name what is special about the vertex
 * @param graph adds inputs, layers, vertices and outputs; asked once a network
 * @param data a minibatch; asked once a network
 * @param defaultType ND4J's default type while the case runs
 * @param failure part of DL4J's own error; null if DL4J trains the network
 */
record VertexCase(
    Class<? extends GraphVertex> covers,
    String name,
    Consumer<GraphBuilder> graph,
    Supplier<MultiDataSet> data,
    DataType defaultType,
    String failure) {

  static VertexCase of(
      Class<? extends GraphVertex> covers,
      String name,
      Consumer<GraphBuilder> graph,
      Supplier<MultiDataSet> data) {
    return new VertexCase(covers, name, graph, data, DataType.FLOAT, null);
  }

  /** The same, known to fail in DL4J itself. */
  VertexCase failing(String message) {
    return new VertexCase(covers, name, graph, data, defaultType, message);
  }

  /** The same with double as ND4J's default type, of which DL4J makes some arrays. */
  VertexCase doubleByDefault() {
    return new VertexCase(
        covers, name + ", double by default", graph, data, DataType.DOUBLE, failure);
  }

  /** A new network, in double; parameters that DL4J starts at one value are spread. */
  ComputationGraph build() {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .dataType(DataType.DOUBLE)
            .activation(Activation.TANH)
            .updater(new Sgd(0.1))
            .graphBuilder();
    graph.accept(builder);
    ComputationGraph network = new ComputationGraph(builder.build());
    network.init();
    Nd4j.getRandom().setSeed(11);
    network.params().addi(Nd4j.rand(DataType.DOUBLE, network.params().shape()).muli(0.1));
    return network;
  }

  /** The minibatch, the same at every call. */
  MultiDataSet batch() {
    Nd4j.getRandom().setSeed(7);
    return data.get();
  }

  @Override
  public String toString() {
    return covers.getSimpleName() + ": " + name;
  }
}
