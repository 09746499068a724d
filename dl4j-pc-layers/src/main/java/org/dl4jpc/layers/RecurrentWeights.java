// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The matrix products of a simple recurrence z^k = s^k W + p^{k−1} RW + b, with s [B, n_in], z and
 * p [B, n], W [n_in, n], RW [n, n], b [n].
 *
 * <p>All arguments have samples as columns, of one time step or of many: that is the faster form.
 */
final class RecurrentWeights {
  private final Map<String, INDArray> gradients;
  private final INDArray weights;
  private final INDArray recurrent;
  private final INDArray bias;
  private final INDArray weightGradient;
  private final INDArray recurrentGradient;
  private final INDArray biasGradient;
  private final INDArray ones;
  private final INDArray onesColumn;
  private final MatrixProduct addBias = new MatrixProduct(false, true);
  private final MatrixProduct driveAll = new MatrixProduct(true, false);
  private final MatrixProduct outer = new MatrixProduct(false, true);
  private final MatrixProduct recurrentOuter = new MatrixProduct(false, true);
  private final MatrixProduct sum = new MatrixProduct(false, false);

  /**
   * Takes DL4J's views.
   *
   * @param parameters "W", "RW" and "b"
   * @param gradients same keys
   * @param rows N·B
   */
  RecurrentWeights(Map<String, INDArray> parameters, Map<String, INDArray> gradients, long rows) {
    this.gradients = gradients;
    this.weights = parameters.get(SimpleRnnParamInitializer.WEIGHT_KEY);
    this.recurrent = parameters.get(SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY);
    this.bias = parameters.get(SimpleRnnParamInitializer.BIAS_KEY).reshape('f', units(), 1);
    this.weightGradient = gradients.get(SimpleRnnParamInitializer.WEIGHT_KEY);
    this.recurrentGradient = gradients.get(SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY);
    this.biasGradient = gradients.get(SimpleRnnParamInitializer.BIAS_KEY).reshape(units());
    this.ones = LastingMemory.allocate(() -> Nd4j.ones(weights.dataType(), rows));
    this.onesColumn = ones.reshape(rows, 1);
  }

  /**
   * n.
   *
   * @return the number of units
   */
  long units() {
    return recurrent.size(0);
  }

  /**
   * z = s W + b, for all time steps.
   *
   * @param input s, [n_in, N·B]
   * @param z [n, N·B]
   */
  void drive(INDArray input, INDArray z) {
    addBias.run(bias, onesColumn, z, 1.0, 0.0);
    driveAll.run(weights, input, z, 1.0, 1.0);
  }

  /**
   * z += p RW.
   *
   * @param presynaptic p of the time steps before those of z
   * @param z of the same size
   */
  void advance(INDArray presynaptic, INDArray z) {
    Nd4j.gemm(recurrent, presynaptic, z, true, false, 1.0, 1.0);
  }

  /**
   * target = beta · target + alpha · δ Wᵀ.
   *
   * @param delta δ, the error at z
   * @param target of the size of the input
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void carryDown(INDArray delta, INDArray target, double alpha, double beta) {
    Nd4j.gemm(weights, delta, target, false, false, alpha, beta);
  }

  /**
   * target = beta · target + alpha · δ RWᵀ.
   *
   * @param delta δ, the error at z
   * @param target of the same size, for the time steps before
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void carryBack(INDArray delta, INDArray target, double alpha, double beta) {
    Nd4j.gemm(recurrent, delta, target, false, false, alpha, beta);
  }

  /**
   * Writes scale · Σ_k (s^k)ᵀ δ^k, scale · Σ_k (p^{k−1})ᵀ δ^k and scale · Σ_k δ^k.
   *
   * @param input s
   * @param presynaptic p
   * @param delta δ
   * @param scale the factor
   */
  void gradient(TimeSteps input, TimeSteps presynaptic, TimeSteps delta, double scale) {
    outer.run(input.all(), delta.all(), weightGradient, scale, 0.0);
    sum.run(delta.all(), ones, biasGradient, scale, 0.0);
    if (delta.late() == null) {
      recurrentGradient.assign(0.0);
    } else {
      recurrentOuter.run(presynaptic.early(), delta.late(), recurrentGradient, scale, 0.0);
    }
  }

  /**
   * Adds scale · pᵀ δ of one time step to the gradient of RW.
   *
   * @param presynaptic p, of the time step before
   * @param delta δ
   * @param scale the factor
   */
  void addRecurrentGradient(INDArray presynaptic, INDArray delta, double scale) {
    Nd4j.gemm(presynaptic, delta, recurrentGradient, false, true, scale, 1.0);
  }

  /**
   * DL4J's gradient views.
   *
   * @return by parameter name
   */
  Map<String, INDArray> gradientViews() {
    return gradients;
  }
}
