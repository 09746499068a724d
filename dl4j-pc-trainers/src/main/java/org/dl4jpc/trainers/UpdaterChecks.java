// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Whether the updaters of a configuration can be had. Where a rule brings an updater of its own,
 * the configuration's are not used, and not checked.
 */
final class UpdaterChecks {

  private UpdaterChecks() {}

  /**
   * Checks a vertex of a graph.
   *
   * @param name of the vertex
   * @param vertex configuration
   * @throws DL4JInvalidConfigException if an updater of its weights cannot have one of its biases
   */
  static void check(String name, GraphVertex vertex) {
    if (vertex instanceof LayerVertex layer) {
      check(name, layer.getLayerConf().getLayer());
    } else if (vertex instanceof SameDiffVertex sameDiff) {
      check(name, sameDiff.getUpdater(), sameDiff.getBiasUpdater());
    }
  }

  /**
   * Checks a layer, and the layers that it wraps.
   *
   * @param name of the layer
   * @param layer configuration
   * @throws DL4JInvalidConfigException if an updater of its weights cannot have one of its biases
   */
  static void check(String name, Layer layer) {
    if (layer instanceof BaseLayer base) {
      check(name, base.getIUpdater(), base.getBiasUpdater());
    } else if (layer instanceof AbstractSameDiffLayer sameDiff) {
      check(name, sameDiff.getUpdater(), sameDiff.getBiasUpdater());
    } else if (layer instanceof BaseWrapperLayer wrapper) {
      check(name, wrapper.getUnderlying());
    } else if (layer instanceof Bidirectional both) {
      check(name, both.getFwd());
    }
  }

  private static void check(String name, IUpdater updater, IUpdater biasUpdater) {
    if (updater instanceof MatrixUpdateEqualization && biasUpdater != null) {
      throw new DL4JInvalidConfigException(
          "illegal bias updater of layer '"
              + name
              + "': "
              + biasUpdater
              + ", must be absent: MatrixUpdateEqualization has one step size for a layer's weights"
              + " and biases");
    }
  }
}
