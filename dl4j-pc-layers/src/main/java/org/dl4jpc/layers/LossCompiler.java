// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.LossLayer;

/** {@code LossLayer}: a loss on the node below, without parameters. */
final class LossCompiler implements LayerCompiler {

  @Override
  public boolean supports(LayerSite site) {
    return Activations.isDeterministic(((LossLayer) site.configuration()).getActivationFn());
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    LossLayer loss = (LossLayer) site.configuration();
    graph.end(
        chain ->
            new LossBlock(
                site.name(),
                chain,
                site.layer(),
                loss.getLossFn(),
                loss.getActivationFn(),
                LossBlock.OutputShape.ROWS));
  }
}
