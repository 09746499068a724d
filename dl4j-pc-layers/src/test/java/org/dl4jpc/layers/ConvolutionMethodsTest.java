// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** All methods of convolution compute the same. */
class ConvolutionMethodsTest {
  /** Kernel, stride, padding: rows and columns of each. */
  private static final int[][] SHAPES = {
    {3, 3, 1, 1, 1, 1},
    {2, 3, 2, 1, 0, 0},
    {5, 5, 2, 2, 0, 0},
    {3, 2, 1, 2, 1, 2},
    {3, 3, 3, 2, 0, 1},
    {2, 2, 1, 1, 3, 3},
    {7, 9, 1, 1, 0, 0},
    {1, 3, 4, 1, 0, 0},
    {1, 1, 1, 1, 0, 0},
    {1, 1, 3, 2, 0, 0}
  };

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
      for (CNN2DFormat format : CNN2DFormat.values()) {
        for (int[] shape : SHAPES) {
          all.add(arguments(type, format, ConvolutionMode.Truncate, shape, true));
        }
        all.add(arguments(type, format, ConvolutionMode.Same, SHAPES[0], false));
        all.add(arguments(type, format, ConvolutionMode.Same, SHAPES[1], true));
      }
    }
    return all.stream();
  }

  /** What a kernel computes of one input and error. */
  private record Results(Tensor output, Tensor feedback, INDArray weights, INDArray bias) {}

  private static Results run(ConvolutionMethod method, Convolution convolution, INDArray noise) {
    INDArray bias = convolution.bias();
    INDArray weightGradient = convolution.weights().ulike();
    INDArray biasGradient = Nd4j.create(bias.dataType(), bias.shape());
    Kernel kernel =
        new ConvolutionKernel(
            convolution,
            method,
            Map.of("W", weightGradient, "b", biasGradient),
            new SharedMemory());
    kernel.predict();
    Tensor error = kernel.output().like();
    error.assign(noise);
    kernel.receive(error);
    Tensor feedback = convolution.input().like();
    feedback.flat().assign(Double.NaN);
    kernel.feedback(feedback, -0.5, 0.0);
    kernel.feedback(feedback, 1.0, 2.5);
    kernel.gradient(-1.0);
    return new Results(kernel.output(), feedback, weightGradient, biasGradient);
  }

  private static void assertClose(String what, INDArray actual, INDArray expected) {
    double bound = expected.dataType() == DataType.DOUBLE ? 1e-12 : 1e-5;
    assertThat(actual.dup('c').distance2(expected.dup('c')))
        .as(what)
        .isLessThanOrEqualTo(bound * expected.norm2Number().doubleValue());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void methodsAgree(
      DataType type, CNN2DFormat format, ConvolutionMode mode, int[] s, boolean channelMajor) {
    Nd4j.getRandom().setSeed(12);
    ConvolutionLayer layer =
        new ConvolutionLayer.Builder(s[0], s[1])
            .stride(s[2], s[3])
            .padding(mode == ConvolutionMode.Same ? new int[2] : new int[] {s[4], s[5]})
            .convolutionMode(mode)
            .build();
    INDArray weights = Nd4j.randn(type, 4, 3, s[0], s[1]);
    INDArray bias = Nd4j.randn(type, 1, 4);
    Tensor input =
        channelMajor
            ? Images.allocateChannelMajor(weights, format, 3, 2, 7, 9)
            : Images.allocateSampleMajor(weights, format, 2, 3, 7, 9);
    INDArray images = Images.nchw(input.array(), format);
    images.assign(Nd4j.randn(type, 2, 3, 7, 9));
    ConvolutionGeometry geometry = ConvolutionGeometry.of(layer, images);
    Convolution one = Convolution.of(input, format, geometry, weights, bias);
    Convolution other = Convolution.of(input, format, geometry, weights, bias);
    INDArray noise = Nd4j.randn(type, one.output().array().shape());

    Results patches = run(ConvolutionMethod.PATCHES, one, noise);
    Results library = run(ConvolutionMethod.LIBRARY, other, noise);
    assertClose("output", library.output().array(), patches.output().array());
    assertClose("feedback", library.feedback().array(), patches.feedback().array());
    assertClose("weight gradient", library.weights(), patches.weights());
    assertClose("bias gradient", library.bias(), patches.bias());
  }
}
