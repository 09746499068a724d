// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * The energy F = Σ ℒ + Σ ½ ‖x − μ‖² of a graph, by DL4J's own vertices: each runs forward on the
 * values of the nodes below it. Not for recurrent layers, whose nodes are time steps.
 */
final class PlainGraphEnergy {
  private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final ComputationGraph network;
  private final MultiDataSet data;

  /**
   * Writes out the energy.
   *
   * @param network plain; parameters are read at every call
   * @param data a minibatch without masks
   */
  PlainGraphEnergy(ComputationGraph network, MultiDataSet data) {
    this.network = network;
    this.data = data;
    for (Layer layer : network.getLayers()) {
      layer.allowInputModification(false);
    }
  }

  /**
   * F, with the noise that {@link Twins#seeded} gives.
   *
   * @param nodes x by name of the vertex, of all value nodes
   */
  double total(Map<String, INDArray> nodes) {
    double[] energy = new double[1];
    Twins.seeded(() -> energy[0] = sum(nodes));
    return energy[0];
  }

  private double sum(Map<String, INDArray> nodes) {
    network.setInputs(data.getFeatures());
    List<String> names = network.getConfiguration().getNetworkInputs();
    List<String> outputs = network.getConfiguration().getNetworkOutputs();
    Map<Integer, INDArray> values = new HashMap<>();
    double energy = 0.0;
    for (int index : network.topologicalSortOrder()) {
      GraphVertex vertex = network.getVertices()[index];
      String name = vertex.getVertexName();
      if (vertex.isInputVertex()) {
        values.put(index, data.getFeatures(names.indexOf(name)));
      } else if (outputs.contains(name)) {
        energy += loss((LayerVertex) vertex, values, data.getLabels(outputs.indexOf(name)));
      } else {
        INDArray prediction = forward(vertex, values);
        INDArray x = nodes.get(name);
        values.put(index, x == null ? prediction : x);
        energy += x == null ? 0.0 : 0.5 * Math.pow(x.distance2(prediction), 2);
      }
    }
    return energy;
  }

  private static void present(GraphVertex vertex, Map<Integer, INDArray> values) {
    VertexIndices[] from = vertex.getInputVertices();
    for (int i = 0; i < from.length; i++) {
      vertex.setInput(i, values.get(from[i].getVertexIndex()).dup(), WORKSPACES);
    }
  }

  private static INDArray forward(GraphVertex vertex, Map<Integer, INDArray> values) {
    present(vertex, values);
    INDArray prediction = vertex.doForward(true, WORKSPACES).dup();
    vertex.clear();
    return prediction;
  }

  private static double loss(LayerVertex vertex, Map<Integer, INDArray> values, INDArray labels) {
    present(vertex, values);
    vertex.applyPreprocessorAndSetInput(WORKSPACES);
    IOutputLayer output = (IOutputLayer) vertex.getLayer();
    output.setLabels(labels);
    double loss = output.computeScore(0.0, true, WORKSPACES) * labels.size(0);
    vertex.clear();
    return loss;
  }
}
