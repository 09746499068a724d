// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/** How one type of DL4J layer becomes kernels. */
interface LayerCompiler {

  /**
   * Whether this compiler has kernels for the layer as it is configured.
   *
   * @param site the layer
   * @return false to leave it to the general kernel
   */
  boolean supports(LayerSite site);

  /**
   * Whether the kernel that learns has a {@link Kernel#presynapticNorm}.
   *
   * @return false unless it says so
   */
  default boolean hasPresynapticNorm() {
    return false;
  }

  /**
   * Whether the layer's output is a value node and nothing more.
   *
   * @param site the layer, one that {@link #supports} said yes to
   * @param inputIsNode whether its input is
   * @param masked whether the minibatch has masks
   * @return true for a layer with a node, unless its activation or a mask comes after that
   */
  default boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return LayerActivation.endsAtNode(site, masked);
  }

  /**
   * Whether the kernels carry a state from one segment of a sequence to the next.
   *
   * @return false unless it says so
   */
  default boolean carriesState() {
    return false;
  }

  /**
   * Adds the layer's kernels.
   *
   * @param site the layer, one that {@link #supports} said yes to
   * @param graph where to
   */
  void compile(LayerSite site, GraphBuilder graph);
}
