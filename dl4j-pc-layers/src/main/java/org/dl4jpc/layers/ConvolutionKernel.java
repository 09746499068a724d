// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The linear map of a two-dimensional convolution: z = W P(u) + b, with u [B, C, H, W], W [C_out,
 * C·kH·kW], the {@link Patches} P [C·kH·kW, B·oH·oW] and b [C_out].
 *
 * <p>The output is stored channel by channel, [C_out, B, oH, oW], as the product leaves it.
 * Feedback is (∂P/∂u)ᵀ Wᵀe, the weight gradient e Pᵀ with the patches of the last prediction, the
 * bias gradient the sum of e over samples and positions. How prediction and feedback are computed
 * is a {@link ConvolutionMethod}.
 */
final class ConvolutionKernel implements Kernel {
  private final Convolution convolution;
  private final ConvolutionProducts products;
  private final Map<String, INDArray> gradients;
  private final INDArray weightGradient;
  private final UnitBias bias;
  private final MatrixProduct outer = new MatrixProduct(true, false);
  private ConvolutionError error;

  /**
   * Binds the convolution to its arrays.
   *
   * @param convolution input, parameters and output
   * @param method of computing the products
   * @param gradients DL4J's gradient views; "b" may be absent
   * @param memory shared
   */
  ConvolutionKernel(
      Convolution convolution,
      ConvolutionMethod method,
      Map<String, INDArray> gradients,
      SharedMemory memory) {
    this.convolution = convolution;
    this.bias =
        new UnitBias(
            convolution.bias(),
            gradients.get(ConvolutionParamInitializer.BIAS_KEY),
            convolution.matrix(convolution.output()));
    this.products = method.products(convolution, bias, memory);
    this.gradients = gradients;
    this.weightGradient =
        convolution.transposedMatrix(gradients.get(ConvolutionParamInitializer.WEIGHT_KEY));
  }

  @Override
  public Tensor output() {
    return convolution.output();
  }

  @Override
  public void predict() {
    products.predict();
  }

  @Override
  public void receive(Tensor error) {
    if (this.error == null || this.error.tensor() != error) {
      this.error = ConvolutionError.of(error, convolution);
    }
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    products.carryBack(error, target, alpha, beta);
  }

  @Override
  public void gradient(double scale) {
    outer.run(products.patches(), error.matrix(), weightGradient, scale, 0.0);
    bias.writeGradient(error.matrix(), scale);
  }

  @Override
  public double presynapticNorm(PresynapticNorm form) {
    double one = convolution.bias() == null ? 0.0 : 1.0;
    ConvolutionGeometry geometry = convolution.geometry();
    double batchSize = convolution.input().array().size(0);
    if (form == PresynapticNorm.MEAN_POSITION) {
      return convolution.input().squaredNorm() / (batchSize * geometry.pixels()) + one;
    }
    double norm = products.patches().norm2Number().doubleValue();
    return norm * norm / batchSize + one * geometry.positions();
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }

  @Override
  public long bytes() {
    return output().bytes() + products.bytes();
  }
}
