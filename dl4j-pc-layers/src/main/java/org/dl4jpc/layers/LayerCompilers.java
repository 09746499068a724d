// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;

/**
 * Which compiler serves which DL4J layer type. A layer type gets kernels of its own by an entry
 * here; all others are served by the general kernel.
 */
final class LayerCompilers {
  private static final Map<Class<?>, LayerCompiler> BY_CONFIGURATION =
      Map.ofEntries(
          Map.entry(DenseLayer.class, new DenseCompiler()),
          Map.entry(OutputLayer.class, new OutputCompiler()),
          Map.entry(LossLayer.class, new LossCompiler()),
          Map.entry(ActivationLayer.class, new ActivationCompiler()),
          Map.entry(DropoutLayer.class, new DropoutCompiler()));

  private static final LayerCompiler GENERAL = new GeneralCompiler();
  private static final LayerCompiler GENERAL_OUTPUT = new GeneralOutputCompiler();

  private LayerCompilers() {}

  /**
   * The compiler for a layer.
   *
   * @param site the layer
   * @return its own, or the general one
   */
  static LayerCompiler of(LayerSite site) {
    Layer layer = site.layer();
    LayerCompiler own =
        isWrapped(site) ? null : BY_CONFIGURATION.get(site.configuration().getClass());
    if (own != null && own.supports(site)) {
      return own;
    }
    return layer instanceof IOutputLayer ? GENERAL_OUTPUT : GENERAL;
  }

  /**
   * Whether the implementation wraps the layer that its configuration names, as frozen layers do.
   */
  private static boolean isWrapped(LayerSite site) {
    return site.layer() instanceof org.deeplearning4j.nn.layers.FrozenLayer
        || site.layer() instanceof org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
  }
}
