// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.params.DeconvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The linear map of a two-dimensional deconvolution, the transpose of a convolution from its output
 * to its input: z = (∂P/∂z)ᵀ Wᵀu + b, with u [C, B·H·W], W [C, C_out·kH·kW], the {@link Patches} P
 * [C_out·kH·kW, B·H·W] of output images and b [C_out].
 *
 * <p>The output is stored channel by channel, [C_out, B, oH, oW]. Feedback is W P(e), the weight
 * gradient u P(e)ᵀ, the bias gradient the sum of e over samples and positions.
 */
final class DeconvolutionKernel implements Kernel {
  private final Tensor input;
  private final Tensor channelMajor;
  private final Tensor feedback;
  private final INDArray inputMatrix;
  private final INDArray weights;
  private final INDArray weightGradient;
  private final UnitBias bias;
  private final Map<String, INDArray> gradients;
  private final Tensor output;
  private final INDArray outputMatrix;
  private final Tensor held;
  private final INDArray heldMatrix;
  private final GatheredPatches patches;
  private final MatrixProduct correlate = new MatrixProduct(false, false);
  private final MatrixProduct outer = new MatrixProduct(true, false);
  private Tensor error;
  private boolean gathered;
  private Tensor target;
  private INDArray targetMatrix;

  /**
   * Binds the deconvolution to an input.
   *
   * @param input u, [B, C, H, W] or [B, H, W, C], in any layout
   * @param format order of its dimensions, and of the output's
   * @param geometry of the convolution from output images to input positions
   * @param parameters DL4J's parameter views; "b" may be absent
   * @param gradients DL4J's gradient views, same keys
   * @param memory shared
   */
  DeconvolutionKernel(
      Tensor input,
      CNN2DFormat format,
      ConvolutionGeometry geometry,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients,
      SharedMemory memory) {
    INDArray w = parameters.get(DeconvolutionParamInitializer.WEIGHT_KEY);
    INDArray b = parameters.get(DeconvolutionParamInitializer.BIAS_KEY);
    INDArray images = Images.channelMajor(input.array(), format);
    long channels = w.size(0);
    long units = w.size(1);
    int[] size = geometry.input();
    this.input = input;
    boolean direct = Images.isContiguous(images);
    this.channelMajor = direct ? input : Images.allocateChannelMajor(w, format, images.shape());
    this.feedback = direct ? null : channelMajor.like();
    this.inputMatrix = columns(channelMajor.flat(), channels);
    this.weights = columns(w, channels);
    this.weightGradient =
        columns(gradients.get(DeconvolutionParamInitializer.WEIGHT_KEY), channels);
    this.gradients = gradients;
    this.output = Images.allocateChannelMajor(w, format, units, images.size(1), size[0], size[1]);
    this.held = output.like();
    this.heldMatrix = columns(held.flat(), units);
    this.patches = new GatheredPatches(held, format, geometry, memory, true);
    this.outputMatrix = columns(output.flat(), units);
    this.bias =
        new UnitBias(b, gradients.get(DeconvolutionParamInitializer.BIAS_KEY), outputMatrix);
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
    if (channelMajor != input) {
      channelMajor.assign(input.array());
    }
    patches.carryBack(inputMatrix, weights, output, 1.0, bias.begin(outputMatrix));
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
    this.gathered = false;
  }

  /** Pᵀ of the error, [B·H·W, C_out·kH·kW], f-ordered. */
  private INDArray errorPatches() {
    if (gathered) {
      return patches.recall();
    }
    held.assign(error);
    gathered = true;
    return patches.gather();
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (feedback == null) {
      correlate.run(errorPatches(), weights, matrixOf(target), alpha, beta);
    } else {
      correlate.run(errorPatches(), weights, matrixOf(feedback), alpha, 0.0);
      target.blend(1.0, feedback.array(), beta);
    }
  }

  private INDArray matrixOf(Tensor tensor) {
    if (target != tensor) {
      target = tensor;
      targetMatrix = columns(tensor.flat(), weights.size(1));
    }
    return targetMatrix;
  }

  @Override
  public void gradient(double scale) {
    outer.run(errorPatches(), inputMatrix, weightGradient, scale, 0.0);
    bias.writeGradient(heldMatrix, scale);
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }

  @Override
  public long bytes() {
    long copies = feedback == null ? 0 : 2 * feedback.bytes();
    return 2 * output.bytes() + patches.bytes() + copies;
  }
}
