// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** z = u^N: the last time step [B, n] of sequences without a mask. */
final class LastStepKernel implements Kernel {
  private final INDArray last;
  private final Tensor output;
  private Tensor error;

  /**
   * Binds the choice to an input.
   *
   * @param input u, time-major
   * @param shape its shape
   */
  LastStepKernel(Tensor input, SequenceShape shape) {
    this.output =
        Tensor.permuted(
            input.array().dataType(), 'f', new long[] {shape.batch(), shape.units()}, 0, 1);
    this.last = lastOf(input);
  }

  private INDArray lastOf(Tensor sequence) {
    long end = sequence.flat().length();
    return sequence.flat().get(NDArrayIndex.interval(end - output.flat().length(), end));
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    output.flat().assign(last);
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    target.scale(beta);
    lastOf(target).addi(alpha == 1.0 ? error.flat() : error.flat().mul(alpha));
  }
}
