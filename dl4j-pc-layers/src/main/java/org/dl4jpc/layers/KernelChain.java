// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;

/**
 * Kernels in sequence, each bound to the output of the one before. An error is carried down only as
 * far as somebody asks.
 */
final class KernelChain implements Prediction {
  private final List<Kernel> kernels;
  private final List<Block.LearningKernel> learning;
  private final List<Tensor> errors = new ArrayList<>();
  private int reached;

  /**
   * Joins kernels.
   *
   * @param kernels at least one, in the order of prediction
   * @param learning those of them that learn
   */
  KernelChain(List<Kernel> kernels, List<Block.LearningKernel> learning) {
    this.kernels = List.copyOf(kernels);
    this.learning = List.copyOf(learning);
    for (int i = 0; i < kernels.size() - 1; i++) {
      errors.add(null);
    }
  }

  @Override
  public Tensor output() {
    return last().output();
  }

  @Override
  public Kernel last() {
    return kernels.get(kernels.size() - 1);
  }

  @Override
  public List<Block.LearningKernel> learning() {
    return learning;
  }

  @Override
  public void predict() {
    kernels.forEach(Kernel::predict);
  }

  @Override
  public void receive(Tensor error) {
    last().receive(error);
    reached = kernels.size() - 1;
  }

  @Override
  public void feedback(int parent, Tensor target, double alpha, double beta) {
    descendTo(0);
    kernels.get(0).feedback(target, alpha, beta);
  }

  @Override
  public void gradient(GradientFactor factor, double weight) {
    for (int i = learning.size() - 1; i >= 0; i--) {
      Kernel kernel = learning.get(i).kernel();
      descendTo(kernels.indexOf(kernel));
      kernel.gradient(factor.of(kernel) * weight);
    }
  }

  /** Carries the error down until kernel {@code index} has received it. */
  private void descendTo(int index) {
    while (reached > index) {
      Tensor error = carryThrough(reached);
      reached--;
      kernels.get(reached).receive(error);
    }
  }

  private Tensor carryThrough(int index) {
    Tensor error = errors.get(index - 1);
    if (error == null) {
      error = kernels.get(index - 1).output().like();
      errors.set(index - 1, error);
    }
    kernels.get(index).feedback(error, 1.0, 0.0);
    return error;
  }
}
