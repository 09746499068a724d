// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A weighted sum over time, z = Σ_k w^k ⊙ u^k, with w = m for DL4J's sum pooling and w = m / Σ_k
 * m^k for its average pooling; m is the mask, 1 without one. In the time-major layout both
 * directions are products with a column of N ones.
 */
final class SequencePoolingKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final Tensor weighted;
  private final INDArray ones;
  private final SequenceMask mask;
  private final Tensor weights;
  private final boolean mean;
  private Tensor error;

  /**
   * Binds the sum to an input.
   *
   * @param input u, time-major
   * @param shape its shape
   * @param mask m, or null
   * @param mean whether to divide by the number of time steps
   */
  SequencePoolingKernel(Tensor input, SequenceShape shape, SequenceMask mask, boolean mean) {
    var type = input.array().dataType();
    this.input = input;
    this.output = Tensor.allocate(type, 'c', shape.batch(), shape.units());
    this.mask = mask;
    this.mean = mean;
    this.weighted = mask == null ? input : input.like();
    this.weights = mask == null ? null : mask.factor().tensor();
    double each = mask == null && mean ? 1.0 / shape.steps() : 1.0;
    this.ones =
        LastingMemory.allocate(() -> Nd4j.valueArrayOf(new long[] {shape.steps(), 1}, each, type));
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void feedForward() {
    if (mask != null) {
      mask.read();
      if (mean) {
        sum(weights, output);
        matrix(weights).diviColumnVector(column(output));
      }
    }
    predict();
  }

  @Override
  public void predict() {
    if (mask != null) {
      multiply(input, weighted);
    }
    sum(weighted, output);
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (mask == null) {
      spread(error, target, alpha, beta);
    } else {
      spread(error, weighted, 1.0, 0.0);
      multiply(weighted, weighted);
      target.blend(alpha, weighted, beta);
    }
  }

  /** to = Σ_k from^k, times the factor of the mean. */
  private void sum(Tensor from, Tensor to) {
    Nd4j.gemm(matrix(from), ones, column(to), false, false, 1.0, 0.0);
  }

  /** to^k = beta · to^k + alpha · from, times the factor of the mean. */
  private void spread(Tensor from, Tensor to, double alpha, double beta) {
    Nd4j.gemm(column(from), ones, matrix(to), false, true, alpha, beta);
  }

  private void multiply(Tensor from, Tensor to) {
    Nd4j.getExecutioner().exec(new MulOp(from.flat(), weights.flat(), to.flat()));
  }

  /** A sequence with time steps as columns, [B·n, N]. */
  private INDArray matrix(Tensor sequence) {
    return sequence.flat().reshape('f', output.flat().length(), ones.length());
  }

  private static INDArray column(Tensor step) {
    return step.flat().reshape('f', step.flat().length(), 1);
  }

  @Override
  public long bytes() {
    return output.bytes() + (mask == null ? 0 : 2 * weighted.bytes());
  }
}
