// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.ErrorPath;
import org.dl4jpc.layers.NetworkCompiler;

/** Whether every layer of a chain learns from the output, as far as DL4J itself can train it. */
final class ChainChecks {

  private ChainChecks() {}

  /**
   * Checks the order of the layers, from the output down to the first frozen layer, where DL4J's
   * backpropagation stops.
   *
   * @param network initialised
   * @param compiler of the network
   * @throws DL4JInvalidConfigException if no error can reach a layer that is not frozen; DL4J's own
   *     {@code fit} fails on such networks
   */
  static void check(MultiLayerNetwork network, NetworkCompiler compiler) {
    Layer[] layers = network.getLayers();
    for (int i = layers.length - 1; i > 0 && !(layers[i] instanceof FrozenLayer); i--) {
      if (ErrorPath.endsAt(layers[i]) && !(layers[i - 1] instanceof FrozenLayer)) {
        throw new DL4JInvalidConfigException(
            "illegal layer '"
                + compiler.nameOf(i - 1)
                + "': below '"
                + compiler.nameOf(i)
                + "', which passes no error on, must be frozen: DL4J cannot train such a network");
      }
    }
  }
}
