// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.InputPreProcessor;

/** How one type of DL4J input preprocessor becomes kernels. */
interface PreprocessorCompiler {

  /**
   * Whether this compiler has kernels for the preprocessor on a certain input.
   *
   * @param preprocessor of a layer
   * @param input what it reads
   * @return false to leave it to the general kernel
   */
  boolean supports(InputPreProcessor preprocessor, Tensor input);

  /**
   * Adds the preprocessor's kernels, if any are needed.
   *
   * @param preprocessor of a layer
   * @param batch minibatch size that DL4J would tell it
   * @param graph where to
   */
  void compile(InputPreProcessor preprocessor, int batch, GraphBuilder graph);
}
