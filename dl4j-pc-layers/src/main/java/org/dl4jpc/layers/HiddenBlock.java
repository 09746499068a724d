// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/** A block that predicts a value node. */
public interface HiddenBlock extends Block {

  /**
   * μ, the prediction of the node.
   *
   * @return the same tensor at every call
   */
  Tensor prediction();

  /**
   * Takes the node's error, to be weighted by a factor.
   *
   * @param error ε, same layout as {@link #prediction()}; read later, not copied
   * @param weight the node's scalar precision π, so that ε̃ = πε
   */
  void receive(Tensor error, double weight);

  /** Says that the node's error is identically zero. */
  void receiveNothing();

  /**
   * Adds the feedback that the node's own error sends to the node through a recurrence, all time
   * steps at once. Without recurrence: nothing.
   *
   * @param target same layout as the prediction
   * @param alpha factor of the feedback
   */
  void recur(Tensor target, double alpha);

  /**
   * Carries the error through the recurrence in reverse order of time; see {@link
   * Kernel#recurInOrder}. Without recurrence: nothing.
   *
   * @param error ε, same layout as the prediction
   * @param alpha factor of the feedback
   * @param precision π, by which each error is weighted before it is carried back
   */
  void recurInOrder(Tensor error, double alpha, Precision precision);

  /**
   * How many updates of its own node it takes until a change has gone through all of it.
   *
   * @return the number of time steps of a recurrence, else 1
   */
  int recurrenceDepth();

  /** Says that the block's own value node has moved, which makes a recurrence stale. */
  void nodeMoved();

  /**
   * Gives a recurrence its own value node; see {@link Kernel#bindNode}.
   *
   * @param value same layout as the prediction
   */
  void bindNode(Tensor value);

  /**
   * The dimension of the node that counts units: features or channels.
   *
   * @return see {@link Kernel#unitDimension()}
   */
  int unitDimension();
}
