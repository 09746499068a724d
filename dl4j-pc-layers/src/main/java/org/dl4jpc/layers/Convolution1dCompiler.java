// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code Convolution1DLayer} of sequences [B, C, N] with an element-wise activation. Where DL4J's
 * backward pass is not that of its forward pass, the general kernel serves it: with dropout, whose
 * mask it leaves out, with a mask of time steps, likewise, and with [B, N, C], where it reads
 * weights and their gradients in different orders.
 */
final class Convolution1dCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean supports(LayerSite site) {
    return site.configuration() instanceof Convolution1DLayer layer
        && layer.getRnnDataFormat() == RNNFormat.NCW
        && layer.getIDropout() == null
        && layer.getWeightNoise() == null
        && Activations.isElementwise(layer.getActivationFn());
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    Convolution1DLayer layer = (Convolution1DLayer) site.configuration();
    INDArray input = graph.current().array();
    if (site.layer().getMaskArray() != null || input.rank() != 3 || !fits(layer, input)) {
      GENERAL.compile(site, graph); // with DL4J's own message where the input does not fit
      return;
    }
    graph.add(
        site,
        new Convolution1dKernel(
            graph.current(),
            geometry(layer, (int) input.size(2)),
            site.parameters(),
            site.gradients(),
            ConvolutionChoice::of,
            graph.memory()));
    LayerActivation.addTo(site, graph);
  }

  private static boolean fits(Convolution1DLayer layer, INDArray input) {
    ConvolutionGeometry geometry = geometry(layer, (int) input.size(2));
    return input.size(1) == layer.getNIn()
        && geometry.positions() > 0
        && geometry.padding()[1] >= 0;
  }

  /**
   * As libnd4j's {@code conv1d} has it, of images of height 1.
   *
   * @param layer the configuration
   * @param steps of the sequences
   * @return the geometry; of no positions, or of a padding below 0, where images have none such
   */
  static ConvolutionGeometry geometry(Convolution1DLayer layer, int steps) {
    int stride = layer.getStride()[0];
    int dilation = layer.getDilation()[0];
    int reach = (layer.getKernelSize()[0] - 1) * dilation;
    ConvolutionMode mode = layer.getConvolutionMode();
    int padding = layer.getPadding()[0];
    int positions = Math.floorDiv(steps + 2 * padding - reach - 1, stride) + 1;
    if (mode == ConvolutionMode.Same || mode == ConvolutionMode.Causal) {
      positions = (steps + stride - 1) / stride;
      padding =
          mode == ConvolutionMode.Causal
              ? reach
              : ((positions - 1) * stride + reach + 1 - steps) / 2;
    }
    return new ConvolutionGeometry(
        new int[] {1, steps},
        new int[] {1, positions},
        new int[] {1, layer.getKernelSize()[0]},
        new int[] {1, stride},
        new int[] {0, padding},
        new int[] {1, dilation});
  }
}
