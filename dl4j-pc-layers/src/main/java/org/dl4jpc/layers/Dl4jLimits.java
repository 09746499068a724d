// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * Layers that DL4J 1.0.0-M2.1 builds, and cannot fit with any data. Those whose failure depends on
 * the data are not among them.
 */
final class Dl4jLimits {

  private Dl4jLimits() {}

  /**
   * Why DL4J cannot fit a layer.
   *
   * @param layer a configuration, wrapped or not
   * @return what it is, what it must be, and the reason; empty if it can
   */
  static Optional<String> of(Layer layer) {
    if (layer instanceof LearnedSelfAttentionLayer) {
      return Optional.of(
          "a LearnedSelfAttentionLayer, must be a SelfAttentionLayer or another: DL4J calls"
              + " scatter_update without an argument that it needs");
    }
    if (layer instanceof SimpleRnn rnn && rnn.hasLayerNorm()) {
      return Optional.of(
          "a SimpleRnn with layer normalisation, must be without: DL4J cannot cut the gain out of"
              + " the layer's parameters");
    }
    if (layer instanceof SubsamplingLayer pooling && pooling.getPoolingType() == PoolingType.SUM) {
      return Optional.of(
          "a SubsamplingLayer with pooling type SUM, must be MAX, AVG or PNORM: DL4J has no sum"
              + " pooling");
    }
    return ofWrapper(layer);
  }

  private static Optional<String> ofWrapper(Layer layer) {
    if (layer instanceof Bidirectional both) {
      return both.getFwd() instanceof LastTimeStep
          ? Optional.of(
              "a Bidirectional around a LastTimeStep, must be a LastTimeStep around a"
                  + " Bidirectional: DL4J reverses the error in time, which has none any more")
          : of(both.getFwd());
    }
    if (layer instanceof FrozenLayerWithBackprop frozen
        && frozen.getUnderlying() instanceof BatchNormalization) {
      return Optional.of(
          "a FrozenLayerWithBackprop around batch normalisation, must be a FrozenLayer: DL4J's"
              + " batch normalisation cannot backpropagate after a pass in test mode");
    }
    if (layer instanceof FrozenLayer frozen) {
      return of(frozen.getLayer());
    }
    return layer instanceof BaseWrapperLayer wrapper
        ? of(wrapper.getUnderlying())
        : Optional.empty();
  }
}
