// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * z = u in another shape over the same memory. An error at z, laid out as z is, reads as one at u.
 */
final class ViewKernel implements Kernel {
  private final Tensor output;
  private final int unitDimension;
  private Tensor error;

  /**
   * Reads an input in another shape.
   *
   * @param output a view of the input's whole buffer
   * @param unitDimension its dimension that counts units
   */
  ViewKernel(Tensor output, int unitDimension) {
    this.output = output;
    this.unitDimension = unitDimension;
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
    target.blend(alpha, error, beta);
  }

  @Override
  public int unitDimension() {
    return unitDimension;
  }

  @Override
  public long bytes() {
    return 0;
  }
}
