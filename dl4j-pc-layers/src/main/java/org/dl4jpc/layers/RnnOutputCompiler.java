// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code RnnOutputLayer}: an affine map and a loss at each time step. A mask of single outputs,
 * which changes DL4J's pre-activations too, is left to the general output block.
 */
final class RnnOutputCompiler implements LayerCompiler {

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean supports(LayerSite site) {
    INDArray mask = site.layer().getMaskArray();
    RnnOutputLayer output = (RnnOutputLayer) site.configuration();
    return LayerDropout.isHoldable(output)
        && Activations.isDeterministic(output.getActivationFn())
        && (mask == null || mask.isColumnVectorOrScalar());
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    RnnOutputLayer output = (RnnOutputLayer) site.configuration();
    RNNFormat format = output.getRnnDataFormat();
    SequenceShape shape = SequenceShape.of(graph.current().array(), format);
    TimeMajorKernel.addTo(graph, shape);
    char order = rowOrder(graph.current(), format);
    graph.add(new ViewKernel(shape.rows(graph.current(), order), 1));
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
                new SequenceOutputShape(shape.withUnits(output.getNOut()))));
  }

  /** Ordering of the rows that DL4J makes of a sequence, in which it draws dropout. */
  private static char rowOrder(Tensor sequence, RNNFormat format) {
    INDArray sample = sequence.array().dup(sequence.dl4jOrder());
    INDArray wide = format == RNNFormat.NCW ? sample : sample.permute(0, 2, 1);
    return TimeSeriesUtils.reshape3dTo2d(
            wide, LayerWorkspaceMgr.noWorkspaces(), ArrayType.ACTIVATIONS)
        .ordering();
  }
}
