// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The bias b of a linear map whose output is a matrix with a column for each unit: 1 bᵀ, added by
 * the matrix product that follows it, and its gradient eᵀ1.
 */
final class UnitBias {
  private final INDArray bias;
  private final INDArray gradient;
  private final INDArray ones;
  private final INDArray onesColumn;
  private final MatrixProduct spread = new MatrixProduct(false, true);
  private final MatrixProduct sum = new MatrixProduct(false, false);
  private INDArray errorMatrix;
  private INDArray errorRows;

  /**
   * Binds a bias.
   *
   * @param bias b; null for none
   * @param gradient of as many elements; null for none
   * @param output f-ordered, a column for each unit
   */
  UnitBias(INDArray bias, INDArray gradient, INDArray output) {
    this.bias = bias == null ? null : bias.reshape('f', bias.length(), 1);
    this.gradient = bias == null ? null : gradient.reshape(bias.length());
    this.ones = LastingMemory.allocate(() -> Nd4j.ones(output.dataType(), output.size(0)));
    this.onesColumn = ones.reshape('f', ones.length(), 1);
  }

  /**
   * output = 1 bᵀ.
   *
   * @param output f-ordered; untouched without a bias
   * @return the factor of its content for what is to be added to it: 1, or 0 without a bias
   */
  double begin(INDArray output) {
    if (bias == null) {
      return 0.0;
    }
    spread.run(onesColumn, bias, output, 1.0, 0.0);
    return 1.0;
  }

  /**
   * Writes factor · eᵀ1 into the gradient view, if there is one.
   *
   * @param error e, f-ordered, like the output
   * @param factor of the gradient
   */
  void writeGradient(INDArray error, double factor) {
    if (bias == null) {
      return;
    }
    if (errorMatrix != error) {
      errorMatrix = error;
      errorRows = error.transpose();
    }
    sum.run(errorRows, ones, gradient, factor, 0.0);
  }
}
