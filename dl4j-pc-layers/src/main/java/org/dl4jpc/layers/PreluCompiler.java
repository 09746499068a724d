// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.params.PReLUParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code PReLULayer} with a slope for each unit. Slopes that positions share, which DL4J cannot
 * train, are left to the general kernel.
 */
final class PreluCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean supports(LayerSite site) {
    return site.configuration() instanceof PReLULayer layer
        && layer.getSharedAxes() == null
        && LayerDropout.isHoldable(layer);
  }

  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return site.hasNode();
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    INDArray slopes = site.parameters().get(PReLUParamInitializer.WEIGHT_KEY);
    long[] shape = graph.current().array().shape();
    if (!Arrays.equals(slopes.shape(), Arrays.copyOfRange(shape, 1, shape.length))) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    LayerDropout.addTo(site, graph);
    graph.add(site, new PreluKernel(graph.current(), site.parameters(), site.gradients()));
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }
}
