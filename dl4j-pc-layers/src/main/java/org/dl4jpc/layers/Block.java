// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;

/**
 * The prediction function between value nodes: everything from the presynaptic nodes up to the node
 * it predicts (or the loss it ends in), as the engine sees it.
 *
 * <p>A block is <em>stale</em> when a presynaptic node has moved since the last prediction, and
 * <em>quiet</em> when the error it carries is identically zero, so that its feedback can be
 * skipped.
 */
public interface Block {

  /**
   * Name for messages and reports: the DL4J layer that ends the block.
   *
   * @return the name
   */
  String name();

  /** Says that a presynaptic node has moved. */
  void markStale();

  /**
   * Predicts again if the block is stale.
   *
   * @return whether it was
   */
  boolean refresh();

  /** Says that the kernels have just made the first prediction of a minibatch. */
  void beginMinibatch();

  /**
   * Whether the block's error is identically zero.
   *
   * @return true if feedback would add nothing
   */
  boolean isQuiet();

  /**
   * target = beta · target + alpha · Jᵀε̃ for one presynaptic node.
   *
   * @param parent which of the presynaptic nodes, from 0
   * @param target same layout as that node's value; beta = 0 overwrites it
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void feedback(int parent, Tensor target, double alpha, double beta);

  /**
   * Writes factor · (∂μ/∂θ)ᵀε̃ into the gradient views of all layers of the block that learn.
   *
   * @param factor of each kernel
   */
  void gradient(GradientFactor factor);

  /**
   * The same with one factor for all.
   *
   * @param scale −1 for +∂F/∂θ
   */
  default void gradient(double scale) {
    gradient(kernel -> scale);
  }

  /**
   * The kernels of the block that learn.
   *
   * @return with the key of their DL4J layer
   */
  List<LearningKernel> learningKernels();

  /**
   * A kernel with parameters and the DL4J layer that owns them.
   *
   * @param layer prefix of DL4J's parameter names: the index in a MultiLayerNetwork
   * @param kernel the kernel
   */
  record LearningKernel(String layer, Kernel kernel) {}
}
