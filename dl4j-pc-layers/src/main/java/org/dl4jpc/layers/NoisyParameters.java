// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer's parameters as its weight noise shows them to a minibatch, such as drop-connect does: a
 * copy that kernels read in place of DL4J's views. Without weight noise they are the views.
 *
 * <p>As in DL4J a gradient is with respect to the parameters as shown, and is applied to those that
 * stand behind them.
 */
final class NoisyParameters {
  private final Layer layer;
  private final IWeightNoise noise;
  private final Map<String, INDArray> shown;
  private final HeldNoise held = new HeldNoise();

  /**
   * Takes the parameters of a layer.
   *
   * @param site the layer
   * @param order names of the parameters in the order in which DL4J draws their noise
   */
  NoisyParameters(LayerSite site, List<String> order) {
    this.layer = site.layer();
    this.noise = of(site);
    this.shown = noise == null ? site.parameters() : copies(site.parameters(), order);
  }

  private static IWeightNoise of(LayerSite site) {
    return !site.testMode() && site.configuration() instanceof BaseLayer base
        ? base.getWeightNoise()
        : null;
  }

  private static Map<String, INDArray> copies(Map<String, INDArray> views, List<String> order) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    order.forEach(name -> copies.put(name, LastingMemory.allocate(() -> views.get(name).ulike())));
    return copies;
  }

  /**
   * What kernels read.
   *
   * @return by DL4J's names, the same arrays at every call
   */
  Map<String, INDArray> views() {
    return shown;
  }

  /** Draws this minibatch's noise. */
  void draw() {
    if (noise != null) {
      held.record();
      show();
    }
  }

  /** Shows the parameters as they are now, with the noise last drawn. */
  void repeat() {
    if (noise != null) {
      held.replay(this::show);
    }
  }

  private Map<String, INDArray> show() {
    shown.forEach(
        (name, array) ->
            array.assign(
                noise.getParameter(
                    layer,
                    name,
                    layer.getIterationCount(),
                    layer.getEpochCount(),
                    true,
                    LayerWorkspaceMgr.noWorkspaces())));
    return shown;
  }
}
