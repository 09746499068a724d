// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

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
 */
record LayerSite(
    String key,
    String name,
    Layer layer,
    boolean learns,
    boolean hasNode,
    NodePlacement placement,
    Precision precision) {

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
