// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A loss variable of a SameDiff graph. Its targets are placeholders like the features; the error
 * that is carried down is −λ times the number of samples it is the mean over.
 */
final class SameDiffLossBlock extends ChainedLoss {
  private final double samples;
  private final Tensor ones;
  private boolean received;

  /**
   * Ends a prediction in a loss.
   *
   * @param name of the loss variable
   * @param chain predicts it
   * @param samples that it is the mean over; 1 for a sum
   */
  SameDiffLossBlock(String name, Prediction chain, double samples) {
    super(name, chain);
    this.samples = samples;
    this.ones = chain.output().like();
    ones.flat().assign(1.0);
  }

  @Override
  public void setLabels(INDArray labels) {
    throw new UnsupportedOperationException("the labels of a SameDiff graph are placeholders");
  }

  @Override
  public double loss() {
    return samples * chain().output().array().sumNumber().doubleValue();
  }

  @Override
  public void receiveLoss(OutputPull pull) {
    weigh(-samples * pull.factor(1.0));
    if (!received) {
      chain().receive(ones);
      received = true;
    }
  }

  @Override
  public double energy(OutputPull pull) {
    double factor = pull.factor(1.0);
    return factor == 0.0 ? 0.0 : factor * loss();
  }

  /** The value of the loss variable: which of the graph's variables is μ_L, it does not know. */
  @Override
  public INDArray prediction() {
    return chain().output().array().dup();
  }

  @Override
  void forget() {
    received = false;
  }
}
