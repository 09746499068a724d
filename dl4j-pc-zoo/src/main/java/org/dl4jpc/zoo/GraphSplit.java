// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PcTrainer;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The split of a {@code ComputationGraph} above its frozen vertices. The rest's inputs are the
 * frozen vertices and the network's own inputs that vertices of the rest read.
 *
 * <p>DL4J's {@code TransferLearningHelper} does not serve here: it turns a network of type DOUBLE
 * into one of type FLOAT, takes a labels mask for one of the features, and drops all features but
 * the first when given a {@code DataSet}.
 */
final class GraphSplit implements FrozenSplit<ComputationGraph> {
  private final ComputationGraph attached;
  private final List<String> inputs;
  private final int lastInput;
  private final ComputationGraph rest;
  private final PcTrainer trainer;

  GraphSplit(ComputationGraph network, LearningRule rule) {
    this.attached = PredictiveCoding.attach(network, rule);
    List<String> trained = trained(network);
    this.inputs = inputsOf(network, trained);
    this.lastInput = lastOf(network, inputs);
    this.rest = restOf(network, trained, inputs);
    this.trainer = PcTrainer.of(rest, rule);
  }

  private static boolean isFrozen(GraphVertex vertex) {
    return vertex instanceof FrozenVertex
        || (vertex.hasLayer() && vertex.getLayer() instanceof FrozenLayer);
  }

  /** Vertices that are neither frozen nor inputs, in topological order. */
  private static List<String> trained(ComputationGraph network) {
    List<String> trained = new ArrayList<>();
    boolean anyFrozen = false;
    for (int index : network.topologicalSortOrder()) {
      GraphVertex vertex = network.getVertices()[index];
      if (isFrozen(vertex)) {
        requireFrozenBelow(vertex, network, trained);
        anyFrozen = true;
      } else if (!vertex.isInputVertex()) {
        trained.add(vertex.getVertexName());
      }
    }
    if (!anyFrozen) {
      throw Arguments.illegal(
          "network", "no vertex is frozen", "frozen from the inputs up: call setFeatureExtractor");
    }
    return trained;
  }

  private static void requireFrozenBelow(
      GraphVertex vertex, ComputationGraph network, List<String> trained) {
    for (String below : inputsOf(vertex, network)) {
      if (trained.contains(below)) {
        throw Arguments.illegal(
            "network",
            "'" + vertex.getVertexName() + "' is frozen, '" + below + "' below it is not",
            "frozen from the inputs up, as TransferLearning's setFeatureExtractor does");
      }
    }
  }

  private static List<String> inputsOf(GraphVertex vertex, ComputationGraph network) {
    List<String> names = new ArrayList<>();
    if (vertex.getInputVertices() != null) {
      for (VertexIndices from : vertex.getInputVertices()) {
        names.add(network.getVertices()[from.getVertexIndex()].getVertexName());
      }
    }
    return names;
  }

  private static List<String> inputsOf(ComputationGraph network, List<String> trained) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : trained) {
      names.addAll(inputsOf(network.getVertex(name), network));
    }
    trained.forEach(names::remove);
    return List.copyOf(names);
  }

  /** Place in the topological order up to which a forward pass computes all of them. */
  private static int lastOf(ComputationGraph network, List<String> inputs) {
    int[] order = network.topologicalSortOrder();
    int last = 0;
    for (int place = 0; place < order.length; place++) {
      if (inputs.contains(network.getVertices()[order[place]].getVertexName())) {
        last = place;
      }
    }
    return last;
  }

  private static ComputationGraph restOf(
      ComputationGraph network, List<String> trained, List<String> inputs) {
    ComputationGraphConfiguration configuration = network.getConfiguration().clone();
    configuration.getVertices().keySet().retainAll(trained);
    configuration.getVertexInputs().keySet().retainAll(trained);
    configuration.setNetworkInputs(new ArrayList<>(inputs));
    setOrder(configuration, inputs, trained);
    ComputationGraph rest = new ComputationGraph(configuration);
    long parameters = trained.stream().mapToLong(v -> network.getVertex(v).numParams()).sum();
    rest.init(Nd4j.create(configuration.getDataType(), 1, parameters), false);
    return rest;
  }

  /** The whole network's order, so that parameters and updater states are in the same one. */
  private static void setOrder(
      ComputationGraphConfiguration configuration, List<String> inputs, List<String> trained) {
    List<String> numbered = new ArrayList<>(inputs);
    numbered.addAll(configuration.getVertices().keySet());
    List<String> order = new ArrayList<>(inputs);
    order.addAll(trained);
    configuration.setTopologicalOrder(order.stream().mapToInt(numbered::indexOf).toArray());
    configuration.setTopologicalOrderStr(order);
  }

  @Override
  public ComputationGraph attached() {
    return attached;
  }

  @Override
  public PcTrainer trainer() {
    return trainer;
  }

  @Override
  public INDArray[] features(INDArray[] features) {
    Map<String, INDArray> activations = attached.feedForward(features, lastInput, false, true);
    return inputs.stream().map(activations::get).toArray(INDArray[]::new);
  }

  @Override
  public void pull() {
    copyParameters(attached, rest);
    copyProgress(attached, trainer.graph());
  }

  @Override
  public void push() {
    copyParameters(rest, attached);
    copyProgress(trainer.graph(), attached);
    attached.setScore(rest.score());
  }

  private void copyParameters(ComputationGraph from, ComputationGraph to) {
    for (GraphVertex vertex : rest.getVertices()) {
      if (vertex.numParams() > 0) {
        String name = vertex.getVertexName();
        to.getVertex(name).params().assign(from.getVertex(name).params());
      }
    }
  }

  private static void copyProgress(ComputationGraph from, ComputationGraph to) {
    FrozenSplit.copy(from.updaterState(), to.updaterState());
    to.getConfiguration().setIterationCount(from.getConfiguration().getIterationCount());
    to.getConfiguration().setEpochCount(from.getConfiguration().getEpochCount());
  }
}
