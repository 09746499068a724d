// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.activations.IActivation;

/** The activation of a parametrised layer, and the node before or after it. */
final class LayerActivation {

  private LayerActivation() {}

  /**
   * Whether {@link ActivationKernel} can run the layer's activation.
   *
   * @param site a layer with an activation
   * @return true for element-wise activations and softmax
   */
  static boolean isSupported(LayerSite site) {
    return Activations.isDeterministic(of(site));
  }

  /**
   * Adds the activation and the layer's mask to the affine part, and ends the block with the
   * layer's node: before the activation where that is asked for and the activation is separable,
   * else after it.
   *
   * @param site the layer
   * @param graph where to
   */
  static void addTo(LayerSite site, GraphBuilder graph) {
    IActivation activation = of(site);
    boolean before = site.wantsPreActivationNode() && Activations.isElementwise(activation);
    if (before) {
      graph.cut(site);
    }
    if (!Activations.isIdentity(activation)) {
      graph.add(new ActivationKernel(graph.current(), activation));
    }
    if (site.layer().getMaskArray() != null && graph.current().array().rank() == 2) {
      graph.add(new MaskKernel(graph.current(), site.layer()));
    }
    graph.noteActivation(site);
    if (site.hasNode() && !before) {
      graph.cut(site);
    }
  }

  /**
   * Whether nothing comes after the layer's node.
   *
   * @param site the layer
   * @param masked whether the minibatch has masks
   * @return false where the activation or a mask does
   */
  static boolean endsAtNode(LayerSite site, boolean masked) {
    boolean before =
        site.wantsPreActivationNode()
            && site.configuration() instanceof BaseLayer
            && Activations.isElementwise(of(site));
    return site.hasNode() && (!before || (Activations.isIdentity(of(site)) && !masked));
  }

  private static IActivation of(LayerSite site) {
    return ((BaseLayer) site.configuration()).getActivationFn();
  }
}
