// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which input pixels a two-dimensional convolution multiplies with which weights: output position p
 * meets weight i at input position p · stride + i · dilation − padding, in rows and in columns.
 * Index 0 of every array is rows, 1 is columns.
 *
 * @param input H, W
 * @param output oH, oW
 * @param kernel kH, kW
 * @param stride of output positions
 * @param padding before the first row and column
 * @param dilation distance of neighbouring weights
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ConvolutionGeometry(
    int[] input, int[] output, int[] kernel, int[] stride, int[] padding, int[] dilation) {

  /**
   * The geometry that DL4J gives a layer: output size and the padding of {@code Same} by its own
   * rules, validated as it validates.
   *
   * @param layer the configuration
   * @param images [B, C, H, W]
   * @return the geometry
   */
  static ConvolutionGeometry of(ConvolutionLayer layer, INDArray images) {
    int[] input = {(int) images.size(2), (int) images.size(3)};
    int[] kernel = layer.getKernelSize();
    int[] stride = layer.getStride();
    int[] dilation = layer.getDilation();
    ConvolutionMode mode = layer.getConvolutionMode();
    boolean same = mode == ConvolutionMode.Same;
    int[] output =
        ConvolutionUtils.getOutputSize(
            images,
            kernel,
            stride,
            same ? null : layer.getPadding(),
            mode,
            dilation,
            CNN2DFormat.NCHW);
    int[] padding =
        same
            ? ConvolutionUtils.getSameModeTopLeftPadding(output, input, kernel, stride, dilation)
            : layer.getPadding();
    return new ConvolutionGeometry(input, output, kernel, stride, padding, dilation);
  }

  /** Number of weights of one input channel and one output channel. */
  int taps() {
    return kernel[0] * kernel[1];
  }

  /** Number of input pixels of one sample and channel. */
  int pixels() {
    return input[0] * input[1];
  }

  /** Number of output positions of one sample and channel. */
  int positions() {
    return output[0] * output[1];
  }

  /** Whether every output pixel is made of the one input pixel in its place. */
  boolean isPointwise() {
    return taps() == 1
        && stride[0] == 1
        && stride[1] == 1
        && padding[0] == 0
        && padding[1] == 0
        && output[0] == input[0]
        && output[1] == input[1];
  }

  /**
   * How many pixels and paddings the windows reach over, from the first to the last.
   *
   * @param axis 0 for rows, 1 for columns
   * @return the number
   */
  int extent(int axis) {
    return (output[axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1;
  }

  /** Whether any window reaches over an edge. */
  boolean isPadded() {
    return padding[0] != 0 || padding[1] != 0 || extent(0) > input[0] || extent(1) > input[1];
  }

  /**
   * The first output position at which a weight meets a pixel and not padding.
   *
   * @param axis 0 for rows, 1 for columns
   * @param i index of the weight on that axis
   * @return the position
   */
  int first(int axis, int i) {
    int before = padding[axis] - i * dilation[axis];
    return Math.max(0, -Math.floorDiv(-before, stride[axis]));
  }

  /**
   * At how many output positions a weight meets a pixel and not padding.
   *
   * @param axis 0 for rows, 1 for columns
   * @param i index of the weight on that axis
   * @return the number, 0 if it meets padding only
   */
  int count(int axis, int i) {
    int furthest = input[axis] - 1 + padding[axis] - i * dilation[axis];
    int last = Math.min(output[axis] - 1, Math.floorDiv(furthest, stride[axis]));
    return Math.max(0, last - first(axis, i) + 1);
  }

  /**
   * The pixel that a weight meets at its {@link #first} output position.
   *
   * @param axis 0 for rows, 1 for columns
   * @param i index of the weight on that axis
   * @return its row or column
   */
  int pixel(int axis, int i) {
    return first(axis, i) * stride[axis] + i * dilation[axis] - padding[axis];
  }
}
