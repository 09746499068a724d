// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.ErrorPath;
import org.dl4jpc.layers.NetworkCompiler;

/** Whether the errors that move a free input can reach it. */
final class FreeInputChecks {

  private FreeInputChecks() {}

  /**
   * Checks a chain.
   *
   * @param network initialised
   * @param compiler of the network
   * @param rule to train by
   * @throws DL4JInvalidConfigException if the input is to move and is read as indices
   */
  static void check(MultiLayerNetwork network, NetworkCompiler compiler, LearningRule rule) {
    for (int i = 0; rule.input() == InputMode.FREE && i < network.getnLayers(); i++) {
      if (readsIndices(network.getLayer(i))) {
        throw refusal(compiler.nameOf(i));
      }
    }
  }

  /**
   * Checks a graph.
   *
   * @param network initialised
   * @param rule to train by
   * @throws DL4JInvalidConfigException if an input is to move and is read as indices
   */
  static void check(ComputationGraph network, LearningRule rule) {
    if (rule.input() == InputMode.FREE) {
      for (GraphVertex vertex : network.getVertices()) {
        if (vertex.hasLayer() && readsIndices(vertex.getLayer()) && readsInput(network, vertex)) {
          throw refusal(vertex.getVertexName());
        }
      }
    }
  }

  private static boolean readsIndices(Layer layer) {
    return ErrorPath.endsAt(layer) && !(layer instanceof FrozenLayer);
  }

  /** Whether an input can be reached going down, with nothing frozen in between. */
  private static boolean readsInput(ComputationGraph network, GraphVertex vertex) {
    return Arrays.stream(vertex.getInputVertices())
        .map(VertexIndices::getVertexIndex)
        .map(index -> network.getVertices()[index])
        .anyMatch(
            below ->
                below.isInputVertex()
                    || (!GraphChecks.isFrozen(below) && readsInput(network, below)));
  }

  private static DL4JInvalidConfigException refusal(String name) {
    return new DL4JInvalidConfigException(
        "illegal input of the rule: FREE, must be CLAMPED for layer '"
            + name
            + "', whose input are indices: no error passes through it to move them by");
  }
}
