// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Views of image tensors in the orders of dimensions that kernels compute in. */
final class Images {

  private Images() {}

  /**
   * The array with channels before rows and columns.
   *
   * @param array [B, C, H, W] or [B, H, W, C]
   * @param format which of them
   * @return a view, [B, C, H, W]
   */
  static INDArray nchw(INDArray array, CNN2DFormat format) {
    return format == CNN2DFormat.NHWC ? array.permute(0, 3, 1, 2) : array;
  }

  /**
   * The array with channels before samples, the order in which convolutions store their output.
   *
   * @param array [B, C, H, W] or [B, H, W, C]
   * @param format which of them
   * @return a view, [C, B, H, W]
   */
  static INDArray channelMajor(INDArray array, CNN2DFormat format) {
    return nchw(array, format).permute(1, 0, 2, 3);
  }

  /**
   * Allocates an image tensor that is stored channel by channel, [C, B, H, W].
   *
   * @param like of the element type wanted
   * @param format order of the tensor's logical dimensions
   * @param storage C, B, H, W
   * @return the tensor, [B, C, H, W] or [B, H, W, C]
   */
  static Tensor allocateChannelMajor(INDArray like, CNN2DFormat format, long... storage) {
    Tensor tensor =
        format == CNN2DFormat.NHWC
            ? Tensor.permuted(like.dataType(), 'c', storage, 1, 2, 3, 0)
            : Tensor.permuted(like.dataType(), 'c', storage, 1, 0, 2, 3);
    return tensor.withUnitDimension(unitDimension(format));
  }

  /**
   * Allocates an image tensor that is stored sample by sample, [B, C, H, W].
   *
   * @param like of the element type wanted
   * @param format order of the tensor's logical dimensions
   * @param storage B, C, H, W
   * @return the tensor, [B, C, H, W] or [B, H, W, C]
   */
  static Tensor allocateSampleMajor(INDArray like, CNN2DFormat format, long... storage) {
    Tensor tensor =
        format == CNN2DFormat.NHWC
            ? Tensor.permuted(like.dataType(), 'c', storage, 0, 2, 3, 1)
            : Tensor.allocate(like.dataType(), 'c', storage);
    return tensor.withUnitDimension(unitDimension(format));
  }

  /**
   * The dimension that counts channels.
   *
   * @param format of an image tensor
   * @return 1 or 3
   */
  static int unitDimension(CNN2DFormat format) {
    return format == CNN2DFormat.NHWC ? 3 : 1;
  }

  /**
   * Whether a view walks its memory in c order without gaps, so that it can be read as a matrix.
   *
   * @param view any view
   * @return true if its strides are those of a fresh c-ordered array, where a dimension is longer
   *     than 1
   */
  static boolean isContiguous(INDArray view) {
    long expected = 1;
    for (int i = view.rank() - 1; i >= 0; i--) {
      if (view.size(i) != 1 && view.stride(i) != expected) {
        return false;
      }
      expected *= view.size(i);
    }
    return true;
  }
}
