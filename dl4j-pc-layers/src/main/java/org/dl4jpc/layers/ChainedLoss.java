// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;

/**
 * A loss on what a chain of kernels predicts: ε̃ is a weight times the loss's gradient there, which
 * the chain has received.
 */
abstract class ChainedLoss implements OutputBlock {
  private final String name;
  private final Prediction chain;
  private double weight;
  private boolean stale = true;

  /**
   * Joins a chain and its loss.
   *
   * @param name of the output
   * @param chain predicts what the loss is a function of
   */
  ChainedLoss(String name, Prediction chain) {
    this.name = name;
    this.chain = chain;
  }

  /** The prediction or the labels have changed: nothing of the loss is known any more. */
  abstract void forget();

  final Prediction chain() {
    return chain;
  }

  /**
   * Takes the output error.
   *
   * @param factor of the loss's gradient in it, −λ a sample
   */
  final void weigh(double factor) {
    weight = factor;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final void markStale() {
    stale = true;
  }

  @Override
  public final boolean refresh() {
    boolean wasStale = stale;
    if (wasStale) {
      chain.predict();
      predicted();
    }
    return wasStale;
  }

  @Override
  public final void beginMinibatch() {
    predicted();
  }

  private void predicted() {
    stale = false;
    forget();
  }

  @Override
  public final boolean isQuiet() {
    return weight == 0.0;
  }

  @Override
  public final void feedback(int parent, Tensor target, double alpha, double beta) {
    chain.feedback(parent, target, alpha * weight, beta);
  }

  @Override
  public final void gradient(GradientFactor factor) {
    chain.gradient(factor, weight);
  }

  @Override
  public final List<LearningKernel> learningKernels() {
    return chain.learning();
  }
}
