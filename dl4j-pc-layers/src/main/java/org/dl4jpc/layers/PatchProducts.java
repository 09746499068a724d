// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolution as one matrix product with the {@link Patches} of its input. */
final class PatchProducts implements ConvolutionProducts {
  private final Patches patches;
  private final INDArray weights;
  private final INDArray output;
  private final UnitBias bias;
  private final MatrixProduct correlate = new MatrixProduct(false, false);

  /**
   * Binds to the arrays.
   *
   * @param convolution its arrays
   * @param bias of its output
   * @param memory shared; patches are kept for the gradient while its budget lasts
   */
  PatchProducts(Convolution convolution, UnitBias bias, SharedMemory memory) {
    this.patches = Patches.of(convolution, memory);
    this.weights = convolution.transposedMatrix(convolution.weights());
    this.output = convolution.matrix(convolution.output());
    this.bias = bias;
  }

  @Override
  public void predict() {
    double keep = bias.begin(output);
    correlate.run(patches.gather(), weights, output, 1.0, keep);
  }

  @Override
  public void carryBack(ConvolutionError error, Tensor target, double alpha, double beta) {
    patches.carryBack(error.matrix(), weights, target, alpha, beta);
  }

  @Override
  public INDArray patches() {
    return patches.recall();
  }

  @Override
  public long bytes() {
    return patches.bytes();
  }
}
