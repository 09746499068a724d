// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.params.DepthwiseConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code DepthwiseConvolution2D} with an element-wise activation. */
final class DepthwiseCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean supports(LayerSite site) {
    return site.configuration() instanceof ConvolutionLayer layer
        && LayerDropout.isHoldable(layer)
        && Activations.isElementwise(layer.getActivationFn());
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    ConvolutionLayer layer = (ConvolutionLayer) site.configuration();
    if (!fits(layer, graph.current().array())) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    LayerDropout.addTo(site, graph);
    CNN2DFormat format = layer.getCnn2dDataFormat();
    Tensor input = graph.current();
    String key = DepthwiseConvolutionParamInitializer.WEIGHT_KEY;
    graph.add(
        site,
        new DepthwiseKernel(
            input,
            format,
            ConvolutionGeometry.of(layer, Images.nchw(input.array(), format)),
            new ReorderedWeights(
                channelsFirst(site.parameters().get(key)),
                channelsFirst(site.gradients().get(key))),
            site.parameters().get(DepthwiseConvolutionParamInitializer.BIAS_KEY),
            site.gradients(),
            graph.memory()));
    LayerActivation.addTo(site, graph);
  }

  /**
   * Whether an input is images with the channels that a layer expects.
   *
   * @param layer the configuration
   * @param input of it
   * @return false where DL4J refuses it
   */
  static boolean fits(ConvolutionLayer layer, INDArray input) {
    int channels = Images.unitDimension(layer.getCnn2dDataFormat());
    return input.rank() == 4 && input.size(channels) == layer.getNIn();
  }

  /** [kH, kW, C, M] as [C, M, kH, kW]. */
  private static INDArray channelsFirst(INDArray weights) {
    return weights.permute(2, 3, 0, 1);
  }
}
