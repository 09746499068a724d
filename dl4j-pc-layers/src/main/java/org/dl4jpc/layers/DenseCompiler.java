// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.DenseLayer;

/** {@code DenseLayer} without layer normalisation, on [B, n] input. */
final class DenseCompiler implements LayerCompiler {

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean supports(LayerSite site) {
    return site.configuration() instanceof DenseLayer dense
        && !dense.hasLayerNorm()
        && LayerDropout.isHoldable(dense)
        && LayerActivation.isSupported(site);
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    LayerDropout.addTo(site, graph);
    graph.add(site, new DenseKernel(graph.current(), site.parameters(), site.gradients()));
    LayerActivation.addTo(site, graph);
  }
}
