// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** {@code FeedForwardToCnnPreProcessor}: rows to images [B, C, H, W], in c order. */
final class FeedForwardToCnnCompiler implements PreprocessorCompiler {

  @Override
  public boolean supports(InputPreProcessor preprocessor, Tensor input) {
    FeedForwardToCnnPreProcessor p = (FeedForwardToCnnPreProcessor) preprocessor;
    return input.array().rank() == 2
        && input.array().size(1) == p.getNumChannels() * p.getInputHeight() * p.getInputWidth();
  }

  @Override
  public void compile(InputPreProcessor preprocessor, int batch, GraphBuilder graph) {
    FeedForwardToCnnPreProcessor p = (FeedForwardToCnnPreProcessor) preprocessor;
    Tensor rows = graph.current();
    graph.add(
        new ReshapeKernel(
            rows, rows.array().size(0), p.getNumChannels(), p.getInputHeight(), p.getInputWidth()));
  }
}
