// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code Convolution3D} with an element-wise activation. With dropout, whose mask DL4J's backward
 * pass leaves out, the general kernel serves it.
 */
final class Convolution3dCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean supports(LayerSite site) {
    return site.configuration() instanceof Convolution3D layer
        && layer.getIDropout() == null
        && layer.getWeightNoise() == null
        && Activations.isElementwise(layer.getActivationFn());
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    Convolution3D layer = (Convolution3D) site.configuration();
    INDArray input = graph.current().array();
    int channels = layer.getDataFormat() == Convolution3D.DataFormat.NDHWC ? 4 : 1;
    if (input.rank() != 5 || input.size(channels) != layer.getNIn()) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    VolumeGeometry geometry =
        VolumeGeometry.of(layer, Convolution3dKernel.channelsFirst(input, layer.getDataFormat()));
    if (Arrays.stream(geometry.padding()).anyMatch(padding -> padding < 0)) {
      GENERAL.compile(site, graph); // windows that leave gaps
      return;
    }
    graph.add(
        site,
        new Convolution3dKernel(
            graph.current(),
            layer.getDataFormat(),
            geometry,
            site.parameters(),
            site.gradients(),
            graph.memory()));
    LayerActivation.addTo(site, graph);
  }
}
