// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.dl4jpc.layers.ErrorPath;

/** Whether every part of a graph learns from an output, as far as DL4J itself can train it. */
final class GraphChecks {

  private GraphChecks() {}

  /**
   * Checks how the vertices are joined.
   *
   * @param network initialised
   * @throws DL4JInvalidConfigException if something reads an output layer, or if no error can reach
   *     a vertex that is not frozen; DL4J's own {@code fit} fails on such graphs
   */
  static void check(ComputationGraph network) {
    List<String> outputs = network.getConfiguration().getNetworkOutputs();
    for (GraphVertex vertex : network.getVertices()) {
      List<GraphVertex> readers = readers(network, vertex);
      if (outputs.contains(vertex.getVertexName())) {
        requireUnread(vertex, readers);
      } else if (!vertex.isInputVertex() && !isFrozen(vertex)) {
        requireError(vertex, readers);
      }
    }
  }

  private static List<GraphVertex> readers(ComputationGraph network, GraphVertex vertex) {
    List<GraphVertex> readers = new ArrayList<>();
    if (vertex.getOutputVertices() != null) {
      for (VertexIndices reader : vertex.getOutputVertices()) {
        readers.add(network.getVertices()[reader.getVertexIndex()]);
      }
    }
    return readers;
  }

  /**
   * Whether errors end at a vertex because it is frozen.
   *
   * @param vertex of a graph
   * @return true for frozen vertices and layers
   */
  static boolean isFrozen(GraphVertex vertex) {
    return vertex instanceof FrozenVertex
        || (vertex.hasLayer() && vertex.getLayer() instanceof FrozenLayer);
  }

  private static boolean endsErrors(GraphVertex vertex) {
    return isFrozen(vertex) || (vertex.hasLayer() && ErrorPath.endsAt(vertex.getLayer()));
  }

  private static void requireUnread(GraphVertex output, List<GraphVertex> readers) {
    if (!readers.isEmpty()) {
      throw new DL4JInvalidConfigException(
          "illegal output layer '"
              + output.getVertexName()
              + "': read by "
              + names(readers)
              + ", must be read by no vertex: DL4J runs output layers in its backward pass only");
    }
  }

  private static void requireError(GraphVertex vertex, List<GraphVertex> readers) {
    if (readers.stream().allMatch(GraphChecks::endsErrors)) {
      boolean frozen = readers.stream().allMatch(GraphChecks::isFrozen);
      throw new DL4JInvalidConfigException(
          "illegal vertex '"
              + vertex.getVertexName()
              + "': read by "
              + (readers.isEmpty()
                  ? "nothing"
                  : (frozen ? "the frozen " : "") + names(readers) + " only")
              + ", must be read by a vertex that passes errors on, be an output, or be frozen: no"
              + " error reaches it, and DL4J cannot train such a graph");
    }
  }

  private static List<String> names(List<GraphVertex> vertices) {
    return vertices.stream().map(GraphVertex::getVertexName).toList();
  }
}
