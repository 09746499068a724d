// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;

/**
 * Which value nodes a graph is going to have, told from its configuration alone: what {@link
 * GraphCompiler#compile} finds out as it goes, without data.
 */
final class GraphNodes {
  private final Function<LayerVertex, LayerSite> sites;
  private final boolean masked;
  private final Map<Integer, End> ends = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /**
   * The end of a branch.
   *
   * @param isNode whether it is a value node and nothing more
   * @param isConstant whether nothing up to it moves or learns
   */
  private record End(boolean isNode, boolean isConstant) {
    static final End HIDDEN_NODE = new End(true, false);
    static final End CONSTANT_NODE = new End(true, true);
  }

  private GraphNodes(Function<LayerVertex, LayerSite> sites, boolean masked) {
    this.sites = sites;
    this.masked = masked;
  }

  /**
   * The names of the nodes.
   *
   * @param network initialised
   * @param sites of its layers
   * @param masked whether the minibatch has masks, for all layers
   * @return in topological order
   */
  static List<String> names(
      ComputationGraph network, Function<LayerVertex, LayerSite> sites, boolean masked) {
    GraphNodes nodes = new GraphNodes(sites, masked);
    Predicate<GraphVertex> isOutput =
        vertex -> network.getConfiguration().getNetworkOutputs().contains(vertex.getVertexName());
    for (int index : network.topologicalSortOrder()) {
      GraphVertex vertex = network.getVertices()[index];
      if (vertex.isInputVertex()) {
        nodes.ends.put(index, End.CONSTANT_NODE);
      } else if (!isOutput.test(vertex)) {
        nodes.ends.put(index, nodes.shared(vertex, nodes.end(vertex)));
      }
    }
    return nodes.names;
  }

  private End shared(GraphVertex vertex, End end) {
    return vertex.getNumOutputConnections() > 1 && !end.isNode() ? node(vertex) : end;
  }

  private End node(GraphVertex vertex) {
    names.add(vertex.getVertexName());
    return End.HIDDEN_NODE;
  }

  private End end(GraphVertex vertex) {
    List<End> inputs =
        Arrays.stream(vertex.getInputVertices())
            .map(VertexIndices::getVertexIndex)
            .map(ends::get)
            .toList();
    if (vertex instanceof LayerVertex layer) {
      return ofLayer(layer, inputs.get(0));
    }
    boolean constant = inputs.stream().allMatch(End::isConstant);
    if (vertex instanceof FrozenVertex) {
      return constant ? End.CONSTANT_NODE : new End(false, false);
    }
    return vertex.numParams() > 0 ? node(vertex) : new End(false, constant);
  }

  private End ofLayer(LayerVertex vertex, End input) {
    LayerSite site = sites.apply(vertex);
    boolean constant = input.isConstant() && !site.learns();
    boolean inputIsNode = input.isNode() && vertex.getLayerPreProcessor() == null;
    if (vertex.getLayer() instanceof FrozenLayer) {
      return constant ? End.CONSTANT_NODE : new End(false, false);
    }
    boolean isNode = LayerCompilers.of(site).endsAtNode(site, inputIsNode, masked);
    if (site.hasNode()) {
      node(vertex);
      return new End(isNode, false);
    }
    return isNode ? input : new End(false, constant);
  }
}
