// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/** {@code DropoutLayer}, without a mask. */
final class DropoutCompiler implements LayerCompiler {

  @Override
  public boolean supports(LayerSite site) {
    return LayerDropout.isHoldable(site.configuration()) && site.layer().getMaskArray() == null;
  }

  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return site.hasNode() || (inputIsNode && site.configuration().getIDropout() == null);
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    LayerDropout.addTo(site, graph);
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }
}
