// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code LocalResponseNormalization}. DL4J applies no dropout here. */
final class ResponseNormalizationCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

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
    LocalResponseNormalization layer = (LocalResponseNormalization) site.configuration();
    INDArray input = graph.current().array();
    int reach = ResponseNormalizationKernel.reach(layer);
    if (input.rank() != 4 || reach >= input.size(Images.unitDimension(layer.getDataFormat()))) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    graph.add(new ResponseNormalizationKernel(graph.current(), layer));
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }
}
