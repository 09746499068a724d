// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A separable convolution: a depth-wise one, and a pointwise one over its output. */
final class SeparableKernel implements Kernel {
  private final Kernel depthwise;
  private final Kernel pointwise;
  private final Map<String, INDArray> gradients;
  private final Tensor between;
  private boolean carried;

  /**
   * Joins both.
   *
   * @param depthwise bound to the input
   * @param pointwise bound to the output of the first
   * @param gradients DL4J's views that both write
   */
  SeparableKernel(Kernel depthwise, Kernel pointwise, Map<String, INDArray> gradients) {
    this.depthwise = depthwise;
    this.pointwise = pointwise;
    this.gradients = gradients;
    this.between = depthwise.output().like();
  }

  @Override
  public Tensor output() {
    return pointwise.output();
  }

  @Override
  public void predict() {
    depthwise.predict();
    pointwise.predict();
  }

  @Override
  public void receive(Tensor error) {
    pointwise.receive(error);
    carried = false;
  }

  /** Carries the error down to the output of the depth-wise convolution. */
  private void carry() {
    if (!carried) {
      pointwise.feedback(between, 1.0, 0.0);
      depthwise.receive(between);
      carried = true;
    }
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    carry();
    depthwise.feedback(target, alpha, beta);
  }

  @Override
  public void gradient(double scale) {
    pointwise.gradient(scale);
    carry();
    depthwise.gradient(scale);
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }

  @Override
  public long bytes() {
    return depthwise.bytes() + pointwise.bytes() + between.bytes();
  }
}
