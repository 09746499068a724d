// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;

/**
 * Everything between the presynaptic nodes of a block and its end: kernels in a chain, or a tree of
 * chains that meet in vertices.
 */
interface Prediction {

  /**
   * Where the prediction is written.
   *
   * @return the same tensor at every call
   */
  Tensor output();

  /**
   * The kernel that ends it.
   *
   * @return the kernel
   */
  Kernel last();

  /**
   * The kernels that learn.
   *
   * @return with the key of their DL4J layer
   */
  List<Block.LearningKernel> learning();

  /** Predicts from the presynaptic nodes as they are. */
  void predict();

  /**
   * Takes the error at the output.
   *
   * @param error same layout as {@link #output()}
   */
  void receive(Tensor error);

  /**
   * target = beta · target + alpha · Jᵀe for one presynaptic node.
   *
   * @param parent which, in the order of the leaves
   * @param target same layout as that node's value
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void feedback(int parent, Tensor target, double alpha, double beta);

  /**
   * Writes weight gradients.
   *
   * @param factor of each kernel
   * @param weight of the error
   */
  void gradient(GradientFactor factor, double weight);
}
