// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The patches of a 1×1 convolution of stride 1 whose input lies in memory channel by channel: the
 * input itself.
 */
final class PointwisePatches implements Patches {
  private final INDArray matrix;
  private final long positions;
  private final long channels;
  private final MatrixProduct carry = new MatrixProduct(false, true);
  private Tensor carryTarget;
  private INDArray carryMatrix;

  /**
   * Binds to an input.
   *
   * @param input u, stored [C, B, H, W]
   * @param channels C
   */
  PointwisePatches(Tensor input, long channels) {
    this.channels = channels;
    this.positions = input.flat().length() / channels;
    this.matrix = matrixOf(input);
  }

  private INDArray matrixOf(Tensor tensor) {
    return tensor.flat().reshape('f', positions, channels);
  }

  @Override
  public INDArray gather() {
    return matrix;
  }

  @Override
  public INDArray recall() {
    return matrix;
  }

  @Override
  public void carryBack(
      INDArray error, INDArray weights, Tensor target, double alpha, double beta) {
    if (target != carryTarget) {
      carryTarget = target;
      carryMatrix = matrixOf(target);
    }
    carry.run(error, weights, carryMatrix, alpha, beta);
  }

  @Override
  public long bytes() {
    return 0;
  }
}
