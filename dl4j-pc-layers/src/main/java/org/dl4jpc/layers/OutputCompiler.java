// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code OutputLayer}: an affine map and a loss. A random output activation, and a mask of single
 * outputs, which changes DL4J's pre-activations too, are left to the general output block.
 */
final class OutputCompiler implements LayerCompiler {

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean supports(LayerSite site) {
    BaseOutputLayer output = (BaseOutputLayer) site.configuration();
    INDArray mask = site.layer().getMaskArray();
    return LayerDropout.isHoldable(output)
        && Activations.isDeterministic(output.getActivationFn())
        && (mask == null || mask.isColumnVectorOrScalar());
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
