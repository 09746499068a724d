// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndReplace;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * libnd4j's pooling operation of a layer, with the arguments that DL4J gives it. Arrays have rows
 * and columns as their last two dimensions; what the first two are does not matter to it.
 *
 * @param name of the forward operation; that of the backward one ends in "_bp"
 * @param arguments kernel, stride, padding, dilation, same mode, what the type needs, and NCHW
 * @param epsilon ε of the p-norm's gradient; null for the other types
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PoolingOperation(String name, int[] arguments, Double epsilon) {
  private static final int NCHW = 0;

  /**
   * Whether there is an operation.
   *
   * @param type of a layer
   * @return false for a sum, which DL4J's layer does not know either
   */
  static boolean supports(PoolingType type) {
    return type == PoolingType.MAX || type == PoolingType.AVG || type == PoolingType.PNORM;
  }

  /**
   * The operation of a layer.
   *
   * @param layer the configuration
   * @param images what it reads, rows and columns last
   * @return its operation
   */
  static PoolingOperation of(SubsamplingLayer layer, INDArray images) {
    int[] padding = padding(layer, images);
    return switch (layer.getPoolingType()) {
      case MAX -> new PoolingOperation("maxpool2d", arguments(layer, padding, 0), null);
      case AVG ->
          new PoolingOperation(
              "avgpool2d",
              arguments(layer, padding, layer.isAvgPoolIncludePadInDivisor() ? 1 : 0),
              null);
      case PNORM ->
          new PoolingOperation(
              "pnormpool2d", arguments(layer, padding, layer.getPnorm()), layer.getEps());
      case SUM -> throw new IllegalArgumentException("no pooling operation for a sum");
    };
  }

  /** The p-norm's backward operation, unlike the others, does not find same-mode padding itself. */
  private static int[] padding(SubsamplingLayer layer, INDArray images) {
    if (layer.getConvolutionMode() != ConvolutionMode.Same) {
      return layer.getPadding();
    }
    int[] stride = layer.getStride();
    int[] input = {(int) images.size(2), (int) images.size(3)};
    int[] output = {(input[0] + stride[0] - 1) / stride[0], (input[1] + stride[1] - 1) / stride[1]};
    return ConvolutionUtils.getSameModeTopLeftPadding(
        output, input, layer.getKernelSize(), stride, layer.getDilation());
  }

  private static int[] arguments(SubsamplingLayer layer, int[] padding, int extra) {
    int[] kernel = layer.getKernelSize();
    int[] stride = layer.getStride();
    int[] dilation = layer.getDilation();
    int same = layer.getConvolutionMode() == ConvolutionMode.Same ? 1 : 0;
    return new int[] {
      kernel[0],
      kernel[1],
      stride[0],
      stride[1],
      padding[0],
      padding[1],
      dilation[0],
      dilation[1],
      same,
      extra,
      NCHW
    };
  }

  /**
   * z = pool(u), without its output array.
   *
   * @param images u, planes [H, W]
   * @return the operation
   */
  DynamicCustomOp forward(INDArray images) {
    return DynamicCustomOp.builder(name).addInputs(images).addIntegerArguments(arguments).build();
  }

  /**
   * target = Jᵀe. Where a window is all zeros, as behind a rectifier, the p-norm has no derivative
   * and the operation gives NaN; wherever u = 0 the derivative is taken as 0, which it is in every
   * other window.
   *
   * @param images u, planes [H, W]
   * @param error e, planes [oH, oW]
   * @param target where to, planes [H, W]
   */
  void backward(INDArray images, INDArray error, INDArray target) {
    DynamicCustomOp.DynamicCustomOpsBuilder builder =
        DynamicCustomOp.builder(name + "_bp")
            .addInputs(images, error)
            .addOutputs(target)
            .addIntegerArguments(arguments);
    if (epsilon == null) {
      Nd4j.exec(builder.build());
    } else {
      Nd4j.exec(builder.addFloatingPointArguments(epsilon).build());
      Nd4j.getExecutioner()
          .exec(new CompareAndReplace(images, target, target, Conditions.absGreaterThan(0.0)));
    }
  }
}
