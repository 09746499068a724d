// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * The compiler of a recurrent layer whose node holds the whole sequence, in two parts, so that a
 * wrapper of the layer can choose time steps between them.
 */
interface RecurrentCompiler extends LayerCompiler {

  @Override
  default boolean carriesState() {
    return true;
  }

  /**
   * Adds the layer's kernels up to its node, inclusive.
   *
   * @param site the layer
   * @param graph where to; afterwards at the node, [B, n, N] or [B, N, n]
   */
  void compileNode(LayerSite site, GraphBuilder graph);

  /**
   * Adds what stands between the node and the layer's output, at time steps that hold data.
   *
   * @param site the layer
   * @param graph at the node, or at some of its time steps
   */
  void compileReadout(LayerSite site, GraphBuilder graph);
}
