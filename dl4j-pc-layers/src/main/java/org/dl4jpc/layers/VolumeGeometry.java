// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.util.Convolution3DUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which voxels a three-dimensional convolution multiplies with which weights: output position p
 * meets weight i at input position p · stride + i · dilation − padding. Index 0 of every array is
 * depth, 1 is rows, 2 is columns.
 *
 * @param input D, H, W
 * @param output oD, oH, oW
 * @param kernel kD, kH, kW
 * @param stride of output positions
 * @param padding before the first voxel
 * @param dilation distance of neighbouring weights
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record VolumeGeometry(
    int[] input, int[] output, int[] kernel, int[] stride, int[] padding, int[] dilation) {

  /**
   * The geometry that DL4J gives a layer, validated as it validates.
   *
   * @param layer the configuration
   * @param volumes [B, C, D, H, W]
   * @return the geometry
   */
  static VolumeGeometry of(Convolution3D layer, INDArray volumes) {
    int[] input = {(int) volumes.size(2), (int) volumes.size(3), (int) volumes.size(4)};
    int[] kernel = layer.getKernelSize();
    int[] stride = layer.getStride();
    int[] dilation = layer.getDilation();
    ConvolutionMode mode = layer.getConvolutionMode();
    boolean same = mode == ConvolutionMode.Same;
    int[] output =
        Convolution3DUtils.get3DOutputSize(
            volumes, kernel, stride, same ? null : layer.getPadding(), mode, dilation, true);
    int[] padding =
        same
            ? Convolution3DUtils.get3DSameModeTopLeftPadding(
                output, input, kernel, stride, dilation)
            : layer.getPadding();
    return new VolumeGeometry(input, output, kernel, stride, padding, dilation);
  }

  /** Number of weights of one input channel and one output channel. */
  int taps() {
    return kernel[0] * kernel[1] * kernel[2];
  }

  /** Number of output positions of one sample and channel. */
  int positions() {
    return output[0] * output[1] * output[2];
  }

  /**
   * Size of a volume with room for all voxels and all that windows reach over.
   *
   * @param axis 0 to 2
   * @return the number of voxels along it
   */
  int frame(int axis) {
    int reach = (output[axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1;
    return Math.max(padding[axis] + input[axis], reach);
  }
}
