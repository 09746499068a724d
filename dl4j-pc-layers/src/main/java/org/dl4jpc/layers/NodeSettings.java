// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * What a learning rule and {@link PcLayer} say of the nodes of a network.
 *
 * @param placement for layers that do not say otherwise
 */
public record NodeSettings(NodePlacement placement) {

  /**
   * Where the node of a layer sits.
   *
   * @param configuration of the layer, a {@link PcLayer} or any other
   * @return the layer's own choice, else the general one
   */
  NodePlacement placementOf(Layer configuration) {
    return configuration instanceof PcLayer pc ? pc.nodePlacement().orElse(placement) : placement;
  }

  /**
   * Whether a node sits at a layer.
   *
   * @param configuration of the layer
   * @param byDefault what the rule of the blocks says
   * @return the layer's own choice, else the default
   */
  boolean hasNode(Layer configuration, boolean byDefault) {
    return configuration instanceof PcLayer pc ? pc.hasNode().orElse(byDefault) : byDefault;
  }

  /**
   * π of the node of a layer, before any factor of the rule.
   *
   * @param configuration of the layer
   * @return the layer's own choice, else 1
   */
  Precision precisionOf(Layer configuration) {
    return configuration instanceof PcLayer pc ? pc.nodePrecision() : Precision.one();
  }
}
