// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.floating.SquaredNorm;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The affine map of dense and output layers: z = u W + b, with u [B, n_in], W [n_in, n_out], b [1,
 * n_out].
 *
 * <p>Feedback is e Wᵀ, the weight gradient uᵀe and the bias gradient the sum of e over the batch.
 * Matrix products run on samples as columns: a c-ordered [B, n] tensor is an f-ordered [n, B]
 * matrix without a copy, and the products Wᵀu, W e then have the shapes that BLAS is fastest at.
 */
final class DenseKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final INDArray weights;
  private final INDArray bias;
  private final Map<String, INDArray> gradients;
  private final INDArray weightGradient;
  private final INDArray biasGradient;
  private final INDArray ones;
  private final INDArray onesColumn;
  private final MatrixProduct addBias = new MatrixProduct(false, true);
  private final MatrixProduct map = new MatrixProduct(true, false);
  private final MatrixProduct carryColumns = new MatrixProduct(false, false);
  private final MatrixProduct carryRows = new MatrixProduct(false, true);
  private final MatrixProduct outer = new MatrixProduct(false, true);
  private final MatrixProduct sum = new MatrixProduct(false, false);
  private Tensor error;

  /**
   * Binds the map to an input.
   *
   * @param input u, [B, n_in]
   * @param parameters DL4J's parameter views; "b" may be absent
   * @param gradients DL4J's gradient views, same keys
   */
  DenseKernel(Tensor input, Map<String, INDArray> parameters, Map<String, INDArray> gradients) {
    this.input = input;
    this.weights = parameters.get(DefaultParamInitializer.WEIGHT_KEY);
    INDArray b = parameters.get(DefaultParamInitializer.BIAS_KEY);
    this.gradients = gradients;
    this.weightGradient = gradients.get(DefaultParamInitializer.WEIGHT_KEY);
    long batch = input.array().size(0);
    long width = weights.size(1);
    this.output = Tensor.allocate(weights.dataType(), 'c', batch, width);
    this.ones = LastingMemory.allocate(() -> Nd4j.ones(weights.dataType(), batch));
    this.onesColumn = ones.reshape(batch, 1);
    this.bias = b == null ? null : b.reshape('f', width, 1);
    INDArray bg = gradients.get(DefaultParamInitializer.BIAS_KEY);
    this.biasGradient = bg == null ? null : bg.reshape(width);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    double keep = 0.0;
    if (bias != null) {
      addBias.run(bias, onesColumn, output.columns(), 1.0, 0.0);
      keep = 1.0;
    }
    map.run(weights, input.columns(), output.columns(), 1.0, keep);
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (target.isRowMajor()) {
      carryColumns.run(weights, error.columns(), target.columns(), alpha, beta);
    } else {
      carryRows.run(error.array(), weights, target.array(), alpha, beta);
    }
  }

  @Override
  public void gradient(double scale) {
    outer.run(input.columns(), error.columns(), weightGradient, scale, 0.0);
    if (biasGradient != null) {
      sum.run(error.columns(), ones, biasGradient, scale, 0.0);
    }
  }

  @Override
  public double presynapticNorm(PresynapticNorm form) {
    return input.squaredNorm() / input.array().size(0) + (bias == null ? 0.0 : 1.0);
  }

  @Override
  public INDArray presynapticNorms() {
    INDArray norms =
        Nd4j.getExecutioner().exec(new SquaredNorm(input.array(), true, 1)).reshape(-1, 1);
    return bias == null ? norms : norms.addi(1.0);
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }
}
