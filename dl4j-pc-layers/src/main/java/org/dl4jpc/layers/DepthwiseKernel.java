// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.params.DepthwiseConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The linear map of a depth-wise convolution: z_c = W_c P_c(u) + b_c for each input channel c, with
 * u [B, C, H, W], W_c [M, kH·kW], the channel's {@link Patches} P_c [kH·kW, B·oH·oW] and b [C·M].
 *
 * <p>The output is stored channel by channel, [C·M, B, oH, oW]. Feedback is (∂P_c/∂u_c)ᵀ W_cᵀe_c,
 * the weight gradient e_c P_cᵀ, the bias gradient the sum of e over samples and positions.
 */
final class DepthwiseKernel implements Kernel {
  private final GatheredPatches patches;
  private final ReorderedWeights weights;
  private final INDArray weightMatrix;
  private final INDArray weightGradient;
  private final UnitBias bias;
  private final Map<String, INDArray> gradients;
  private final Tensor output;
  private final INDArray outputMatrix;
  private final BlockProducts correlate;
  private final BlockProducts outer;
  private final BlockProducts carry;
  private Tensor error;
  private INDArray errorMatrix;

  /**
   * Binds the convolution to an input.
   *
   * @param input u, [B, C, H, W] or [B, H, W, C], in any layout
   * @param format order of its dimensions, and of the output's
   * @param geometry of the convolution
   * @param weights [C, M, kH, kW]
   * @param bias of C·M elements; null for none
   * @param gradients DL4J's gradient views; "b" is that of the bias
   * @param memory shared
   */
  DepthwiseKernel(
      Tensor input,
      CNN2DFormat format,
      ConvolutionGeometry geometry,
      ReorderedWeights weights,
      INDArray bias,
      Map<String, INDArray> gradients,
      SharedMemory memory) {
    INDArray w = weights.values();
    long channels = w.size(0);
    long units = channels * w.size(1);
    this.patches = new GatheredPatches(input, format, geometry, memory, true);
    this.weights = weights;
    this.weightMatrix = columns(w, units);
    this.weightGradient = columns(weights.gradient(), units);
    int[] size = geometry.output();
    long batch = input.array().size(0);
    this.output = Images.allocateChannelMajor(w, format, units, batch, size[0], size[1]);
    this.outputMatrix = columns(output.flat(), units);
    this.gradients = gradients;
    this.bias =
        new UnitBias(
            bias, gradients.get(DepthwiseConvolutionParamInitializer.BIAS_KEY), outputMatrix);
    this.correlate = new BlockProducts(channels, false, false);
    this.outer = new BlockProducts(channels, true, false);
    this.carry = new BlockProducts(channels, false, true);
  }

  private static INDArray columns(INDArray array, long count) {
    return array.reshape('c', count, array.length() / count).transpose();
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    weights.read();
    double keep = bias.begin(outputMatrix);
    correlate.run(patches.gather(), weightMatrix, outputMatrix, 1.0, keep);
  }

  @Override
  public void receive(Tensor error) {
    if (this.error != error) {
      this.error = error;
      this.errorMatrix = columns(error.flat(), outputMatrix.size(1));
    }
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    carry.run(errorMatrix, weightMatrix, patches.scatterMatrix(target), alpha, 0.0);
    patches.scatter(target, beta);
  }

  @Override
  public void gradient(double scale) {
    outer.run(patches.recall(), errorMatrix, weightGradient, scale, 0.0);
    weights.write();
    bias.writeGradient(errorMatrix, scale);
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }

  @Override
  public long bytes() {
    return output.bytes() + patches.bytes() + weights.bytes();
  }
}
