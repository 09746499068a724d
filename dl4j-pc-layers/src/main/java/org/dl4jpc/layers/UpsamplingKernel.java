// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Upsampling of images: every pixel becomes a block of pixels, and its error is the sum over the
 * block; by the operations that DL4J itself uses. They treat channels and samples alike: an input
 * that is stored channel by channel goes to them as [C, B, H, W], and gives such an output; any
 * other as [B, C, H, W].
 */
final class UpsamplingKernel implements Kernel {
  private static final int NCHW = 1;

  private final CNN2DFormat format;
  private final boolean channelMajor;
  private final INDArray images;
  private final Tensor output;
  private final PreparedOperation forward;
  private final SharedTensor shared;
  private PreparedOperation backward;
  private Tensor error;
  private Tensor preparedError;
  private Tensor preparedTarget;

  /**
   * Binds the upsampling to an input.
   *
   * @param input u, [B, C, H, W] or [B, H, W, C], in any layout
   * @param layer the configuration
   * @param memory shared
   */
  UpsamplingKernel(Tensor input, Upsampling2D layer, SharedMemory memory) {
    this.format = layer.getFormat();
    this.channelMajor = Images.isContiguous(Images.channelMajor(input.array(), format));
    this.images = planes(input);
    this.shared = new SharedTensor(memory);
    int[] size = layer.getSize();
    long[] storage = images.shape().clone();
    storage[2] *= size[0];
    storage[3] *= size[1];
    this.output =
        channelMajor
            ? Images.allocateChannelMajor(images, format, storage)
            : Images.allocateSampleMajor(images, format, storage);
    this.forward =
        new PreparedOperation(
            DynamicCustomOp.builder("upsampling2d")
                .addInputs(images)
                .addOutputs(planes(output))
                .addIntegerArguments(size[0], size[1], NCHW)
                .build());
  }

  private INDArray planes(Tensor tensor) {
    return channelMajor
        ? Images.channelMajor(tensor.array(), format)
        : Images.nchw(tensor.array(), format);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    forward.run();
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    Tensor result = beta == 0.0 ? target : shared.take(target);
    sum(result);
    if (beta == 0.0) {
      target.scale(alpha);
    } else {
      target.blend(alpha, result, beta);
    }
  }

  /** result = the sums of the error over blocks. */
  private void sum(Tensor result) {
    if (error != preparedError || result != preparedTarget) {
      preparedError = error;
      preparedTarget = result;
      backward =
          new PreparedOperation(
              DynamicCustomOp.builder("upsampling_bp")
                  .addInputs(images, planes(error))
                  .addOutputs(planes(result))
                  .addIntegerArguments(NCHW)
                  .build());
    }
    backward.run();
  }
}
