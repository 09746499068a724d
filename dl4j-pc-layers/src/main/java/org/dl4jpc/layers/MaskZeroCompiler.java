// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.layers.recurrent.MaskZeroLayer;

/** {@code MaskZeroLayer} around a recurrent layer that has kernels of its own. */
final class MaskZeroCompiler implements LayerCompiler {

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean carriesState() {
    return true;
  }

  @Override
  public boolean supports(LayerSite site) {
    return LayerCompilers.own(wrapped(site)).orElse(null) instanceof RecurrentCompiler;
  }

  /** The mask comes after the node. */
  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return false;
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    LayerSite wrapped = wrapped(site);
    graph.add(new InputMaskKernel(graph.current(), site.layer()));
    LayerCompilers.of(wrapped).compile(wrapped, graph);
  }

  private static LayerSite wrapped(LayerSite site) {
    return site.inside(((MaskZeroLayer) site.layer()).getUnderlying());
  }
}
