// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One DL4J layer of a network and what predictive coding is to do with it.
 *
 * @param key prefix of DL4J's parameter names: the index in a MultiLayerNetwork
 * @param name for messages: the user's name of the layer, or its place and type
 * @param layer DL4J's implementation, with its parameter, gradient and mask arrays set
 * @param learns false for frozen layers and those below one
 * @param hasNode whether a value node sits at the layer
 * @param placement where the node sits, if it can sit there
 * @param precision π of the node
 * @param testMode whether DL4J runs the layer as when it is tested: without dropout and noise
 */
record LayerSite(
    String key,
    String name,
    Layer layer,
    boolean learns,
    boolean hasNode,
    NodePlacement placement,
    Precision precision,
    boolean testMode) {

  /** A layer that runs as in training. */
  LayerSite(
      String key,
      String name,
      Layer layer,
      boolean learns,
      boolean hasNode,
      NodePlacement placement,
      Precision precision) {
    this(key, name, layer, learns, hasNode, placement, precision, false);
  }

  /**
   * The layer that this one wraps, with the same node.
   *
   * @param wrapped DL4J's implementation
   * @return its site
   */
  LayerSite inside(Layer wrapped) {
    return new LayerSite(key, name, wrapped, learns, hasNode, placement, precision, testMode);
  }

  /**
   * The layer that this one freezes, with the same node.
   *
   * @param wrapped DL4J's implementation
   * @return its site, which does not learn and runs in test mode
   */
  LayerSite frozen(Layer wrapped) {
    return new LayerSite(key, name, wrapped, false, hasNode, placement, precision, true);
  }

  /**
   * DL4J's configuration of the layer, without any {@link PcLayer} around it.
   *
   * @return the configuration that the implementation itself reads
   */
  org.deeplearning4j.nn.conf.layers.Layer configuration() {
    return layer.conf().getLayer();
  }

  /**
   * DL4J's parameter views.
   *
   * @return by parameter name
   */
  Map<String, INDArray> parameters() {
    return layer.paramTable(false);
  }

  /**
   * DL4J's gradient views.
   *
   * @return by parameter name
   */
  Map<String, INDArray> gradients() {
    if (layer.getGradientsViewArray() == null) { // DL4J sets none of a frozen layer
      Map<String, INDArray> unused = new HashMap<>();
      parameters().forEach((name, view) -> unused.put(name, LastingMemory.allocate(view::ulike)));
      return unused;
    }
    return configuration()
        .initializer()
        .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray());
  }

  /**
   * Whether the node is to sit before the activation.
   *
   * @return true if there is a node and it asks for it
   */
  boolean wantsPreActivationNode() {
    return hasNode && placement == NodePlacement.PRE_ACTIVATION;
  }
}
