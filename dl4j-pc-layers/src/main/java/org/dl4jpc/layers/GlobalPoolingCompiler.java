// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/**
 * {@code GlobalPoolingLayer} of type sum or average over the last dimension of sequences. Maxima,
 * p-norms, images and kept dimensions are left to the general kernel. DL4J draws no dropout here.
 */
final class GlobalPoolingCompiler implements LayerCompiler {
  private static final int[] TIME = {2};
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  @Override
  public boolean supports(LayerSite site) {
    GlobalPoolingLayer pooling = (GlobalPoolingLayer) site.configuration();
    PoolingType type = pooling.getPoolingType();
    int[] dimensions = pooling.getPoolingDimensions();
    return (type == PoolingType.SUM || type == PoolingType.AVG)
        && pooling.isCollapseDimensions()
        && (dimensions == null || Arrays.equals(dimensions, TIME));
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    if (graph.current().array().rank() == 3) {
      compileSequence(site, graph);
    } else {
      GENERAL.compile(site, graph);
    }
  }

  private static void compileSequence(LayerSite site, GraphBuilder graph) {
    SequenceShape shape = SequenceShape.of(graph.current().array(), RNNFormat.NCW);
    TimeMajorKernel.addTo(graph, shape);
    SequenceMask mask = SequenceMask.of(site.layer(), shape, graph.current().array().dataType());
    boolean mean = ((GlobalPoolingLayer) site.configuration()).getPoolingType() == PoolingType.AVG;
    graph.add(new SequencePoolingKernel(graph.current(), shape, mask, mean));
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }
}
