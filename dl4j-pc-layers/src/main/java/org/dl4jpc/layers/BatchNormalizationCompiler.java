// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code BatchNormalization} of [B, n], and of images, whose output is then stored channel by
 * channel. Like DL4J it applies neither activation nor dropout, whatever its configuration says.
 */
final class BatchNormalizationCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean supports(LayerSite site) {
    return site.configuration() instanceof BatchNormalization layer
        && ChannelAffine.isConsistent(layer);
  }

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return site.hasNode();
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    BatchNormalization layer = (BatchNormalization) site.configuration();
    int rank = graph.current().array().rank();
    long[] shape = graph.current().array().shape();
    boolean images = rank == 4;
    int channelDimension = images ? Images.unitDimension(layer.getCnn2DFormat()) : 1;
    if ((rank != 2 && !images) || shape[channelDimension] != layer.getNOut()) {
      GENERAL.compile(site, graph); // DL4J's own message
      return;
    }
    graph.add(site, kernel(site, layer, graph));
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }

  private static Kernel kernel(LayerSite site, BatchNormalization layer, GraphBuilder graph) {
    Tensor input = graph.current();
    INDArray u = input.array();
    boolean images = u.rank() == 4;
    return new BatchNormalizationKernel(
        input,
        images
            ? channelMajor(u, layer.getCnn2DFormat())
            : Tensor.allocate(u.dataType(), 'c', u.shape()),
        new ChannelMatrix(layer.getNOut(), u.length() / layer.getNOut(), images),
        ChannelAffine.of(layer, site.parameters()),
        layer.getEps(),
        new RunningStatistics(site.parameters(), site.gradients(), layer.getDecay()),
        site.gradients(),
        graph.memory());
  }

  private static Tensor channelMajor(INDArray u, CNN2DFormat format) {
    return Images.allocateChannelMajor(u, format, Images.channelMajor(u, format).shape());
  }
}
