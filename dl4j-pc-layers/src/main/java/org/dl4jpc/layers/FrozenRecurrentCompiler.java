// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/**
 * {@code FrozenLayer} and {@code FrozenLayerWithBackprop} around a recurrent layer that has kernels
 * of its own, which carry its state from one segment of a sequence to the next. As in DL4J it runs
 * in test mode. Errors pass through the second of the two only; where the layer in it has dropout
 * or weight noise, which DL4J's backward pass then applies though its forward pass does not, it is
 * left to the general kernel.
 */
final class FrozenRecurrentCompiler implements LayerCompiler {

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
    return (endsErrors(site) || (site.hasNode() && isNoiseless(site)) || !site.learns())
        && LayerCompilers.own(frozen(site)).orElse(null) instanceof RecurrentCompiler;
  }

  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    LayerSite frozen = frozen(site);
    return LayerCompilers.of(frozen).endsAtNode(frozen, inputIsNode, masked);
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    LayerSite frozen = frozen(site);
    LayerCompilers.of(frozen).compile(frozen, graph);
    if (endsErrors(site)) {
      graph.add(new FrozenKernel(graph.current()));
    }
  }

  private static boolean endsErrors(LayerSite site) {
    return site.layer() instanceof FrozenLayer;
  }

  private static boolean isNoiseless(LayerSite site) {
    return site.configuration().getIDropout() == null
        && LayerDropout.isHoldable(site.configuration());
  }

  private static LayerSite frozen(LayerSite site) {
    return site.frozen(((BaseWrapperLayer) site.layer()).getUnderlying());
  }
}
