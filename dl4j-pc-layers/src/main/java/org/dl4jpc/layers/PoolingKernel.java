// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling over windows of an image: the maximum, the mean or the p-norm, by the operations that
 * DL4J itself uses, so that ties and padding fall out the same. They treat channels and samples
 * alike, and are fast on c-ordered arrays: an input that is stored channel by channel goes to them
 * as [C, B, H, W], and gives such an output; any other as [B, C, H, W].
 */
final class PoolingKernel implements Kernel {
  private final PoolingOperation operation;
  private final CNN2DFormat format;
  private final boolean channelMajor;
  private final INDArray images;
  private final Tensor output;
  private final CustomOp forward;
  private final SharedTensor shared;
  private Tensor error;

  /**
   * Binds the pooling to an input.
   *
   * @param input u, [B, C, H, W] or [B, H, W, C], in any layout
   * @param layer the configuration
   * @param memory shared
   */
  PoolingKernel(Tensor input, SubsamplingLayer layer, SharedMemory memory) {
    this.format = layer.getCnn2dDataFormat();
    this.channelMajor = Images.isContiguous(Images.channelMajor(input.array(), format));
    this.images = planes(input);
    this.operation = PoolingOperation.of(layer, images);
    this.shared = new SharedTensor(memory);
    DynamicCustomOp op = operation.forward(images);
    long[] storage = op.calculateOutputShape().get(0).getShape();
    this.output =
        channelMajor
            ? Images.allocateChannelMajor(images, format, storage)
            : Images.allocateSampleMajor(images, format, storage);
    op.addOutputArgument(planes(output));
    this.forward = op;
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
    Nd4j.exec(forward);
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    Tensor result = beta == 0.0 ? target : shared.take(target);
    operation.backward(images, planes(error), planes(result));
    if (beta == 0.0) {
      target.scale(alpha);
    } else {
      target.blend(alpha, result, beta);
    }
  }
}
