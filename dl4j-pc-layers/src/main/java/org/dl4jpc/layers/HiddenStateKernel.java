// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * z^k = h^k: of the pairs (h^k, c^k) of an LSTM's node, the half that other layers read. Shares the
 * node's memory.
 */
final class HiddenStateKernel implements Kernel {
  private final SequenceShape shape;
  private final Tensor output;
  private Tensor error;
  private Tensor target;
  private Tensor hidden;
  private Tensor cell;

  /**
   * Binds the choice to a node.
   *
   * @param pair value of the node
   * @param shape of one half
   */
  HiddenStateKernel(Tensor pair, SequenceShape shape) {
    this.shape = shape;
    this.output = StatePair.half(pair, shape, 0);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {}

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (this.target != target) {
      this.target = target;
      this.hidden = StatePair.half(target, shape, 0);
      this.cell = StatePair.half(target, shape, 1);
    }
    hidden.blend(alpha, error, beta);
    cell.scale(beta);
  }

  @Override
  public int unitDimension() {
    return shape.unitDimension();
  }

  @Override
  public long bytes() {
    return 0;
  }
}
