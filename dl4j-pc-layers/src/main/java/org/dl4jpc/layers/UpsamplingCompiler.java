// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.Upsampling2D;

/** {@code Upsampling2D}. */
final class UpsamplingCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean supports(LayerSite site) {
    return LayerDropout.isHoldable(site.configuration());
  }

  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return site.hasNode();
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    if (graph.current().array().rank() != 4) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    LayerDropout.addTo(site, graph);
    Upsampling2D layer = (Upsampling2D) site.configuration();
    graph.add(new UpsamplingKernel(graph.current(), layer, graph.memory()));
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }
}
