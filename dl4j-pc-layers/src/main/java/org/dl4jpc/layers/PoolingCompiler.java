// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** {@code SubsamplingLayer}. Like DL4J it applies no dropout, whatever its configuration says. */
final class PoolingCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean supports(LayerSite site) {
    return site.configuration() instanceof SubsamplingLayer layer
        && PoolingOperation.supports(layer.getPoolingType());
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    if (graph.current().array().rank() != 4) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    SubsamplingLayer layer = (SubsamplingLayer) site.configuration();
    graph.add(new PoolingKernel(graph.current(), layer, graph.memory()));
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }
}
