// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * Which compiler serves which DL4J input preprocessor. A type gets kernels of its own by an entry
 * here; all others are served by {@link PreprocessorKernel}.
 */
final class PreprocessorCompilers {
  private static final Map<Class<?>, PreprocessorCompiler> BY_TYPE =
      Map.ofEntries(
          Map.entry(CnnToFeedForwardPreProcessor.class, new CnnToFeedForwardCompiler()),
          Map.entry(FeedForwardToCnnPreProcessor.class, new FeedForwardToCnnCompiler()),
          Map.entry(RnnToFeedForwardPreProcessor.class, new RnnToRowsCompiler()),
          Map.entry(FeedForwardToRnnPreProcessor.class, new RowsToRnnCompiler()));

  private PreprocessorCompilers() {}

  /**
   * Adds a preprocessor's kernels.
   *
   * @param preprocessor of a layer
   * @param batch minibatch size that DL4J would tell it
   * @param graph where to
   */
  static void compile(InputPreProcessor preprocessor, int batch, GraphBuilder graph) {
    PreprocessorCompiler own = BY_TYPE.get(preprocessor.getClass());
    if (own != null && own.supports(preprocessor, graph.current())) {
      own.compile(preprocessor, batch, graph);
    } else {
      graph.add(new PreprocessorKernel(graph.current(), preprocessor, batch));
    }
  }

  /**
   * Ordering of what DL4J's preprocessor makes of an input.
   *
   * @param preprocessor of a layer
   * @param batch minibatch size
   * @param input holding data
   * @return 'c' or 'f'
   */
  static char resultOrder(InputPreProcessor preprocessor, int batch, Tensor input) {
    return preprocessor
        .preProcess(
            input.array().dup(input.dl4jOrder()),
            batch,
            org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces())
        .ordering();
  }
}
