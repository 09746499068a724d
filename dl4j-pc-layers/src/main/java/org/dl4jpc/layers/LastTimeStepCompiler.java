// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.util.TimeSeriesUtils;

/**
 * {@code LastTimeStep} around a recurrent layer that has kernels of its own: the layer with its
 * node, which holds the whole sequence, and the choice of the last step in the block that reads it.
 */
final class LastTimeStepCompiler implements LayerCompiler {

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean supports(LayerSite site) {
    return LayerCompilers.own(wrapped(site)).orElse(null) instanceof RecurrentCompiler;
  }

  /** The choice of the time step comes after the node. */
  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return false;
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    LayerSite wrapped = wrapped(site);
    RecurrentCompiler compiler = (RecurrentCompiler) LayerCompilers.own(wrapped).orElseThrow();
    compiler.compileNode(wrapped, graph);
    RNNFormat format = TimeSeriesUtils.getFormatFromRnnLayer(wrapped.configuration());
    SequenceShape shape = SequenceShape.of(graph.current().array(), format);
    TimeMajorKernel.addTo(graph, shape);
    graph.add(
        site.layer().getMaskArray() == null
            ? new LastStepKernel(graph.current(), shape)
            : new LastUnmaskedStepKernel(graph.current(), shape, site.layer()));
    compiler.compileReadout(wrapped, graph);
    graph.noteActivation(site);
  }

  private static LayerSite wrapped(LayerSite site) {
    return site.inside(((LastTimeStepLayer) site.layer()).getUnderlying());
  }
}
