// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code SeparableConvolution2D} with an element-wise activation. */
final class SeparableCompiler implements LayerCompiler {
  private static final String DEPTH = SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY;
  private static final String POINT = SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY;
  private static final String BIAS = SeparableConvolutionParamInitializer.BIAS_KEY;
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
    if (!DepthwiseCompiler.fits(layer, graph.current().array())) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    LayerDropout.addTo(site, graph);
    CNN2DFormat format = layer.getCnn2dDataFormat();
    Tensor input = graph.current();
    ConvolutionGeometry geometry =
        ConvolutionGeometry.of(layer, Images.nchw(input.array(), format));
    Kernel depthwise =
        new DepthwiseKernel(
            input,
            format,
            geometry,
            new ReorderedWeights(
                channelsFirst(site.parameters().get(DEPTH)),
                channelsFirst(site.gradients().get(DEPTH))),
            null,
            Map.of(),
            graph.memory());
    Convolution pointwise =
        Convolution.of(
            depthwise.output(),
            format,
            pointwise(geometry.output()),
            site.parameters().get(POINT),
            site.parameters().get(BIAS));
    Kernel second =
        new ConvolutionKernel(
            pointwise, ConvolutionMethod.PATCHES, pointwiseViews(site.gradients()), graph.memory());
    graph.add(site, new SeparableKernel(depthwise, second, site.gradients()));
    LayerActivation.addTo(site, graph);
  }

  /** [M, C, kH, kW] as [C, M, kH, kW]. */
  private static INDArray channelsFirst(INDArray weights) {
    return weights.permute(1, 0, 2, 3);
  }

  private static ConvolutionGeometry pointwise(int[] size) {
    int[] one = {1, 1};
    return new ConvolutionGeometry(size, size, one, one, new int[] {0, 0}, one);
  }

  private static Map<String, INDArray> pointwiseViews(Map<String, INDArray> views) {
    Map<String, INDArray> all = new HashMap<>();
    all.put(ConvolutionParamInitializer.WEIGHT_KEY, views.get(POINT));
    if (views.get(BIAS) != null) {
      all.put(ConvolutionParamInitializer.BIAS_KEY, views.get(BIAS));
    }
    return all;
  }
}
