// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;

/** {@code OutputLayer}: an affine map and a loss. */
final class OutputCompiler implements LayerCompiler {

  @Override
  public boolean supports(LayerSite site) {
    return LayerDropout.isHoldable(site.configuration());
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    BaseOutputLayer output = (BaseOutputLayer) site.configuration();
    LayerDropout.addTo(site, graph);
    graph.add(site, new DenseKernel(graph.current(), site.parameters(), site.gradients()));
    graph.end(
        chain ->
            new LossBlock(
                site.name(),
                chain,
                site.layer(),
                output.getLossFn(),
                output.getActivationFn(),
                LossBlock.OutputShape.ROWS));
  }
}
