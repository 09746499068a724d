// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;

/** {@code FeedForwardToRnnPreProcessor}: c-ordered rows [N·B, n] are a time-major sequence. */
final class RowsToRnnCompiler implements PreprocessorCompiler {

  @Override
  public boolean supports(InputPreProcessor preprocessor, Tensor input) {
    return input.array().rank() == 2 && input.isRowMajor();
  }

  @Override
  public void compile(InputPreProcessor preprocessor, int batch, GraphBuilder graph) {
    Tensor rows = graph.current();
    char order = PreprocessorCompilers.resultOrder(preprocessor, batch, rows);
    SequenceShape shape =
        new SequenceShape(
            ((FeedForwardToRnnPreProcessor) preprocessor).getRnnDataFormat(),
            batch,
            rows.array().size(1),
            rows.array().size(0) / batch);
    graph.add(new ViewKernel(shape.sequence(rows, order), shape.unitDimension()));
  }
}
