// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The linear map of a two-dimensional convolution: z = W P(u) + b, with u [B, C, H, W], W [C_out,
 * C·kH·kW], the {@link Patches} P [C·kH·kW, B·oH·oW] and b [C_out].
 *
 * <p>The output is stored channel by channel, [C_out, B, oH, oW], as the product leaves it.
 * Feedback is (∂P/∂u)ᵀ Wᵀe, the weight gradient e Pᵀ with the patches of the last prediction, the
 * bias gradient the sum of e over samples and positions.
 */
final class ConvolutionKernel implements Kernel {
  private final Tensor input;
  private final long batchSize;
  private final long pixels;
  private final Patches patches;
  private final Tensor output;
  private final INDArray outputMatrix;
  private final INDArray weights;
  private final INDArray bias;
  private final INDArray ones;
  private final INDArray onesColumn;
  private final Map<String, INDArray> gradients;
  private final INDArray weightGradient;
  private final INDArray biasGradient;
  private final MatrixProduct correlate = new MatrixProduct(false, false);
  private final MatrixProduct addBias = new MatrixProduct(false, true);
  private final MatrixProduct outer = new MatrixProduct(true, false);
  private final MatrixProduct sum = new MatrixProduct(false, false);
  private Tensor error;
  private INDArray errorMatrix;
  private INDArray errorRows;

  /**
   * Binds the convolution to an input.
   *
   * @param input u, [B, C, H, W] or [B, H, W, C], in any layout
   * @param format order of its dimensions, and of the output's
   * @param geometry of the convolution
   * @param parameters DL4J's parameter views; "b" may be absent
   * @param gradients DL4J's gradient views, same keys
   * @param memory shared
   */
  ConvolutionKernel(
      Tensor input,
      CNN2DFormat format,
      ConvolutionGeometry geometry,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients,
      SharedMemory memory) {
    INDArray w = parameters.get(ConvolutionParamInitializer.WEIGHT_KEY);
    INDArray b = parameters.get(ConvolutionParamInitializer.BIAS_KEY);
    INDArray images = Images.channelMajor(input.array(), format);
    long units = w.size(0);
    this.patches =
        geometry.isPointwise() && Images.isContiguous(images)
            ? new PointwisePatches(input, images.size(0))
            : new GatheredPatches(input, format, geometry, memory);
    this.input = input;
    this.batchSize = images.size(1);
    this.pixels = images.size(2) * images.size(3);
    this.output =
        Images.allocateChannelMajor(
            w, format, units, images.size(1), geometry.output()[0], geometry.output()[1]);
    this.outputMatrix = matrixOf(output, units);
    this.weights = w.reshape('c', units, w.length() / units).transpose();
    this.bias = b == null ? null : b.reshape('f', units, 1);
    this.ones = LastingMemory.allocate(() -> Nd4j.ones(w.dataType(), outputMatrix.size(0)));
    this.onesColumn = ones.reshape('f', ones.length(), 1);
    this.gradients = gradients;
    INDArray wg = gradients.get(ConvolutionParamInitializer.WEIGHT_KEY);
    this.weightGradient = wg.reshape('c', units, wg.length() / units).transpose();
    INDArray bg = gradients.get(ConvolutionParamInitializer.BIAS_KEY);
    this.biasGradient = bg == null ? null : bg.reshape(units);
  }

  /** A tensor stored [C_out, B, oH, oW] as an f-ordered matrix [B·oH·oW, C_out]. */
  private static INDArray matrixOf(Tensor tensor, long units) {
    return tensor.flat().reshape('f', tensor.flat().length() / units, units);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    double keep = 0.0;
    if (bias != null) {
      addBias.run(onesColumn, bias, outputMatrix, 1.0, 0.0);
      keep = 1.0;
    }
    correlate.run(patches.gather(), weights, outputMatrix, 1.0, keep);
  }

  @Override
  public void receive(Tensor error) {
    if (this.error != error) {
      this.error = error;
      this.errorMatrix = matrixOf(error, weights.size(1));
      this.errorRows = errorMatrix.transpose();
    }
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    patches.carryBack(errorMatrix, weights, target, alpha, beta);
  }

  @Override
  public void gradient(double scale) {
    outer.run(patches.recall(), errorMatrix, weightGradient, scale, 0.0);
    if (biasGradient != null) {
      sum.run(errorRows, ones, biasGradient, scale, 0.0);
    }
  }

  @Override
  public double presynapticNorm(PresynapticNorm form) {
    double one = bias == null ? 0.0 : 1.0;
    if (form == PresynapticNorm.MEAN_POSITION) {
      return input.squaredNorm() / (batchSize * pixels) + one;
    }
    INDArray matrix = patches.recall();
    double norm = matrix.norm2Number().doubleValue();
    long positions = matrix.size(0) / batchSize;
    return norm * norm / batchSize + one * positions;
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }

  @Override
  public long bytes() {
    return output.bytes() + patches.bytes();
  }
}
