// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/** z = u, through which no error passes: where DL4J's backpropagation stops at a frozen layer. */
final class FrozenKernel implements Kernel {
  private final Tensor input;

  FrozenKernel(Tensor input) {
    this.input = input;
  }

  @Override
  public Tensor output() {
    return input;
  }

  @Override
  public void predict() {}

  @Override
  public void receive(Tensor error) {}

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    target.scale(beta);
  }

  @Override
  public long bytes() {
    return 0;
  }
}
