// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * {@code RnnToFeedForwardPreProcessor}: a time-major sequence is rows [N·B, n] as it stands. After
 * a pooling over time, where the input has no time steps any more, it does nothing.
 */
final class RnnToRowsCompiler implements PreprocessorCompiler {

  @Override
  public boolean supports(InputPreProcessor preprocessor, Tensor input) {
    return input.array().rank() == 2 || input.array().rank() == 3;
  }

  @Override
  public void compile(InputPreProcessor preprocessor, int batch, GraphBuilder graph) {
    if (graph.current().array().rank() == 3) {
      compileSequence(preprocessor, batch, graph);
    }
  }

  private static void compileSequence(
      InputPreProcessor preprocessor, int batch, GraphBuilder graph) {
    char order = PreprocessorCompilers.resultOrder(preprocessor, batch, graph.current());
    SequenceShape shape =
        SequenceShape.of(
            graph.current().array(),
            ((RnnToFeedForwardPreProcessor) preprocessor).getRnnDataFormat());
    TimeMajorKernel.addTo(graph, shape);
    graph.add(new ViewKernel(shape.rows(graph.current(), order), 1));
  }
}
