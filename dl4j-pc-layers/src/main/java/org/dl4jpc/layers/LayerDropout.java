// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Set;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Noise that a DL4J layer's configuration asks for, and whether own kernels can hold it. */
final class LayerDropout {
  private static final Set<Class<? extends IDropout>> MULTIPLICATIVE =
      Set.of(Dropout.class, GaussianDropout.class, SpatialDropout.class);

  private LayerDropout() {}

  /**
   * Whether the layer's only noise, if any, is a dropout by multiplication.
   *
   * @param layer a configuration
   * @return false for weight noise, additive noise, alpha dropout and unknown dropouts
   */
  static boolean isHoldable(Layer layer) {
    boolean weightNoise = layer instanceof BaseLayer base && base.getWeightNoise() != null;
    return !weightNoise && isMultiplicative(layer);
  }

  /**
   * Whether the layer's dropout, if any, is one by multiplication.
   *
   * @param layer a configuration
   * @return false for additive noise, alpha dropout and unknown dropouts
   */
  static boolean isMultiplicative(Layer layer) {
    IDropout dropout = layer.getIDropout();
    return dropout == null || MULTIPLICATIVE.contains(dropout.getClass());
  }

  /**
   * Adds the dropout that DL4J applies to the layer's input, if any.
   *
   * @param site the layer, {@link #isHoldable holdable}
   * @param graph where to
   */
  static void addTo(LayerSite site, GraphBuilder graph) {
    IDropout dropout = site.configuration().getIDropout();
    if (dropout != null && !site.testMode()) {
      graph.add(new DropoutKernel(graph.current(), dropout, site.layer()));
    }
  }
}
