// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * Any layer that is not an output layer, through {@link LayerKernel}; its node sits at its output.
 */
final class GeneralCompiler implements LayerCompiler {

  @Override
  public boolean supports(LayerSite site) {
    return true;
  }

  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return site.hasNode();
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    graph.add(site, new LayerKernel(graph.current(), site.layer(), site.learns()));
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }
}
