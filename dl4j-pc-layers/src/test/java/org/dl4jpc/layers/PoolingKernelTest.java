// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class PoolingKernelTest extends KernelContract {
  private static final List<PoolingType> TYPES =
      List.of(PoolingType.MAX, PoolingType.AVG, PoolingType.PNORM);

  /** Kernel, stride, padding, dilation: rows and columns of each. */
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {2, 3, 2, 1, 0, 0, 1, 1},
          new int[] {2, 3, 2, 1, 0, 0, 2, 2},
          new int[] {3, 2, 1, 2, 1, 1, 1, 1},
          new int[] {3, 3, 2, 2, 1, 1, 1, 1});

  private static SubsamplingLayer layer(
      PoolingType type, int[] s, ConvolutionMode mode, CNN2DFormat format, boolean includePad) {
    int[] padding = mode == ConvolutionMode.Same ? new int[] {0, 0} : new int[] {s[4], s[5]};
    return new SubsamplingLayer.Builder(type)
        .kernelSize(s[0], s[1])
        .stride(s[2], s[3])
        .padding(padding)
        .dilation(s[6], s[7])
        .convolutionMode(mode)
        .dataFormat(format)
        .pnorm(3)
        .avgPoolIncludePadInDivisor(includePad)
        .build();
  }

  static Stream<Arguments> layers() {
    List<Arguments> all = new ArrayList<>();
    for (PoolingType type : TYPES) {
      for (int[] shape : SHAPES) {
        for (CNN2DFormat format : CNN2DFormat.values()) {
          for (ImageLayout layout : ImageLayout.values()) {
            all.add(arguments(type, shape, ConvolutionMode.Truncate, format, layout, true));
            all.add(arguments(type, shape, ConvolutionMode.Same, format, layout, false));
          }
        }
      }
    }
    int[] exact = {3, 3, 2, 2, 0, 0, 1, 1};
    for (PoolingType type : TYPES) {
      all.add(
          arguments(
              type, exact, ConvolutionMode.Strict, CNN2DFormat.NCHW, ImageLayout.C_ORDER, false));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void equalsDl4j(
      PoolingType type,
      int[] shape,
      ConvolutionMode mode,
      CNN2DFormat format,
      ImageLayout layout,
      boolean includePad) {
    LayerComparison.assertEqualsDl4j(
        layer(type, shape, mode, format, includePad), layout.random(format, 3, 2, 7, 9));
  }

  /** As behind a rectifier; the feedback of the other windows is as if the zeros were tiny. */
  @ParameterizedTest
  @EnumSource(ImageLayout.class)
  void aNormOfZerosGivesNoFeedback(ImageLayout layout) {
    Tensor input = layout.random(CNN2DFormat.NCHW, 2, 2, 7, 9);
    INDArray corner = input.array().get(all(), all(), interval(0, 4), all());
    corner.assign(0.0);
    INDArray feedback = feedback(input);
    assertThat(feedback.get(all(), all(), interval(0, 4), all()).amaxNumber()).isEqualTo(0.0);
    corner.assign(1e-12);
    INDArray rest = feedback(input).get(all(), all(), interval(4, 7), all());
    assertThat(feedback.get(all(), all(), interval(4, 7), all()).distance2(rest)).isLessThan(1e-12);
    assertThat(rest.norm2Number().doubleValue()).isGreaterThan(1.0);
  }

  private static INDArray feedback(Tensor input) {
    SubsamplingLayer layer =
        layer(PoolingType.PNORM, SHAPES.get(2), ConvolutionMode.Same, CNN2DFormat.NCHW, false);
    PoolingKernel kernel = new PoolingKernel(input, layer, new SharedMemory());
    kernel.predict();
    Tensor error = kernel.output().like();
    error.array().assign(1.0);
    kernel.receive(error);
    Tensor target = input.like();
    kernel.feedback(target, 1.0, 0.0);
    return target.array();
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (PoolingType type : TYPES) {
      for (ImageLayout layout : ImageLayout.values()) {
        all.add(subject(type, ConvolutionMode.Truncate, CNN2DFormat.NCHW, layout));
        all.add(subject(type, ConvolutionMode.Same, CNN2DFormat.NHWC, layout));
      }
    }
    return all.stream();
  }

  private static Named<Supplier<Subject>> subject(
      PoolingType type, ConvolutionMode mode, CNN2DFormat format, ImageLayout layout) {
    return named(
        type + " " + mode + " " + format + " " + layout,
        () -> {
          Tensor input = layout.random(format, 2, 2, 7, 9);
          SubsamplingLayer layer = layer(type, SHAPES.get(2), mode, format, false);
          return new Subject(input, new PoolingKernel(input, layer, new SharedMemory()));
        });
  }
}
