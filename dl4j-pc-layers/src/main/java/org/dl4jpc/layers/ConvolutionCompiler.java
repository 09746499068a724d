// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code ConvolutionLayer}, two-dimensional, with an element-wise activation. */
final class ConvolutionCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean supports(LayerSite site) {
    return site.configuration() instanceof ConvolutionLayer layer
        && layer.getKernelSize().length == 2
        && LayerDropout.isHoldable(layer)
        && Activations.isElementwise(layer.getActivationFn());
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    ConvolutionLayer layer = (ConvolutionLayer) site.configuration();
    CNN2DFormat format = layer.getCnn2dDataFormat();
    INDArray input = graph.current().array();
    if (input.rank() != 4 || input.size(Images.unitDimension(format)) != layer.getNIn()) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    LayerDropout.addTo(site, graph);
    ConvolutionGeometry geometry = ConvolutionGeometry.of(layer, Images.nchw(input, format));
    Convolution convolution =
        Convolution.of(
            graph.current(),
            format,
            geometry,
            site.parameters().get(ConvolutionParamInitializer.WEIGHT_KEY),
            site.parameters().get(ConvolutionParamInitializer.BIAS_KEY));
    ConvolutionMethod method = ConvolutionChoice.of(convolution);
    graph.add(site, new ConvolutionKernel(convolution, method, site.gradients(), graph.memory()));
    LayerActivation.addTo(site, graph);
  }
}
