// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.nd4j.linalg.activations.IActivation;

/** {@code ActivationLayer}. */
final class ActivationCompiler implements LayerCompiler {

  @Override
  public boolean supports(LayerSite site) {
    return Activations.isDeterministic(activation(site));
  }

  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return site.hasNode() || (inputIsNode && Activations.isIdentity(activation(site)));
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    IActivation activation = activation(site);
    if (!Activations.isIdentity(activation)) {
      graph.add(new ActivationKernel(graph.current(), activation));
    }
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }

  private static IActivation activation(LayerSite site) {
    return ((ActivationLayer) site.configuration()).getActivationFn();
  }
}
