// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/** Any output layer, through {@link LayerLossBlock}. */
final class GeneralOutputCompiler implements LayerCompiler {

  @Override
  public boolean supports(LayerSite site) {
    return true;
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    graph.end(chain -> new LayerLossBlock(site, chain));
  }
}
