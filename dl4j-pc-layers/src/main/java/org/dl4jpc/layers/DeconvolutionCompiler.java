// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code Deconvolution2D} with an element-wise activation. With dropout, whose mask DL4J's backward
 * pass leaves out, the general kernel serves it.
 */
final class DeconvolutionCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean supports(LayerSite site) {
    return site.configuration() instanceof Deconvolution2D layer
        && layer.getIDropout() == null
        && layer.getWeightNoise() == null
        && Activations.isElementwise(layer.getActivationFn());
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    Deconvolution2D layer = (Deconvolution2D) site.configuration();
    CNN2DFormat format = layer.getCnn2dDataFormat();
    INDArray input = graph.current().array();
    if (!DepthwiseCompiler.fits(layer, input)) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    ConvolutionGeometry geometry = geometry(layer, Images.nchw(input, format));
    if (Math.min(geometry.padding()[0], geometry.padding()[1]) < 0) {
      GENERAL.compile(site, graph); // windows that leave gaps
      return;
    }
    graph.add(
        site,
        new DeconvolutionKernel(
            graph.current(),
            format,
            geometry,
            site.parameters(),
            site.gradients(),
            graph.memory()));
    LayerActivation.addTo(site, graph);
  }

  /** Of the convolution from output images to input positions, as libnd4j's operation has it. */
  private static ConvolutionGeometry geometry(Deconvolution2D layer, INDArray images) {
    int[] positions = {(int) images.size(2), (int) images.size(3)};
    int[] kernel = layer.getKernelSize();
    int[] stride = layer.getStride();
    int[] dilation = layer.getDilation();
    ConvolutionMode mode = layer.getConvolutionMode();
    boolean same = mode == ConvolutionMode.Same;
    int[] size =
        ConvolutionUtils.getDeconvolutionOutputSize(
            images,
            kernel,
            stride,
            same ? null : layer.getPadding(),
            mode,
            dilation,
            CNN2DFormat.NCHW);
    int[] padding = layer.getPadding().clone();
    for (int i = 0; same && i < padding.length; i++) {
      int reach = (positions[i] - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1;
      padding[i] = (reach - size[i]) / 2;
    }
    return new ConvolutionGeometry(size, positions, kernel, stride, padding, dilation);
  }
}
