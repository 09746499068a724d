// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Depth-wise convolutions, by themselves and in separable ones. */
class DepthwiseKernelTest extends KernelContract {
  /** Kernel, stride, padding, dilation: rows and columns of each. */
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {2, 3, 2, 1, 0, 0, 1, 1},
          new int[] {3, 2, 1, 2, 1, 2, 1, 1},
          new int[] {3, 3, 2, 2, 2, 1, 2, 1},
          new int[] {1, 1, 1, 1, 0, 0, 1, 1});

  /** What the layers under test have in common. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Variant(int[] shape, ConvolutionMode mode, CNN2DFormat format, boolean bias) {

    private <T extends ConvolutionLayer.BaseConvBuilder<T>> T set(T builder) {
      boolean same = mode == ConvolutionMode.Same;
      return builder
          .kernelSize(shape[0], shape[1])
          .stride(shape[2], shape[3])
          .padding(same ? new int[] {0, 0} : new int[] {shape[4], shape[5]})
          .dilation(shape[6], shape[7])
          .convolutionMode(mode)
          .hasBias(bias)
          .nIn(3);
    }

    DepthwiseConvolution2D.Builder depthwise(int multiplier) {
      return set(new DepthwiseConvolution2D.Builder().depthMultiplier(multiplier))
          .dataFormat(format)
          .nOut(3L * multiplier);
    }

    SeparableConvolution2D.Builder separable(int multiplier) {
      return set(new SeparableConvolution2D.Builder().depthMultiplier(multiplier))
          .dataFormat(format)
          .nOut(4);
    }
  }

  static Stream<Arguments> layers() {
    List<Arguments> all = new ArrayList<>();
    for (int[] shape : SHAPES) {
      for (CNN2DFormat format : CNN2DFormat.values()) {
        for (ImageLayout layout : ImageLayout.values()) {
          all.add(arguments(new Variant(shape, ConvolutionMode.Truncate, format, true), layout));
          all.add(arguments(new Variant(shape, ConvolutionMode.Same, format, false), layout));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void equalsDl4j(Variant variant, ImageLayout layout) {
    for (int multiplier : new int[] {1, 2}) {
      LayerComparison.assertEqualsDl4j(
          variant.depthwise(multiplier).activation(Activation.TANH).build(),
          layout.random(variant.format(), 2, 3, 7, 9));
      LayerComparison.assertEqualsDl4j(
          variant.separable(multiplier).activation(Activation.TANH).build(),
          layout.random(variant.format(), 2, 3, 7, 9));
    }
  }

  private static Variant plain() {
    return new Variant(SHAPES.get(0), ConvolutionMode.Truncate, CNN2DFormat.NCHW, true);
  }

  private static LayerCompiler compiler(ConvolutionLayer layer) {
    return LayerCompilers.of(KernelFixtures.site(layer));
  }

  @Test
  void generalKernelServesTheRest() {
    assertThat(compiler(plain().depthwise(2).build())).isInstanceOf(DepthwiseCompiler.class);
    assertThat(compiler(plain().separable(2).build())).isInstanceOf(SeparableCompiler.class);
    assertThat(compiler(plain().depthwise(2).weightNoise(new DropConnect(0.5)).build()))
        .isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(plain().separable(2).activation(Activation.SOFTMAX).build()))
        .isInstanceOf(GeneralCompiler.class);
  }

  @Test
  void invalidInputsGetDl4jsMessage() {
    Tensor wide = ImageLayout.C_ORDER.random(CNN2DFormat.NCHW, 2, 5, 8, 8);
    for (ConvolutionLayer layer :
        List.of(plain().depthwise(2).build(), plain().separable(2).build())) {
      assertThatExceptionOfType(DL4JInvalidInputException.class)
          .isThrownBy(() -> KernelFixtures.compile(KernelFixtures.site(layer), wide))
          .withMessageContaining("data input channels = 5");
    }
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (ImageLayout layout : ImageLayout.values()) {
      Variant same = new Variant(SHAPES.get(2), ConvolutionMode.Same, CNN2DFormat.NHWC, true);
      for (Variant variant : List.of(plain(), same)) {
        String name = variant.mode() + " " + layout;
        all.add(named("depthwise " + name, () -> subject(variant.depthwise(2).build(), layout)));
        all.add(named("separable " + name, () -> subject(variant.separable(2).build(), layout)));
      }
    }
    return all.stream();
  }

  private static Subject subject(ConvolutionLayer layer, ImageLayout layout) {
    layer.setActivationFn(Activation.IDENTITY.getActivationFunction());
    LayerSite site = KernelFixtures.site(layer);
    Tensor input = layout.random(layer.getCnn2dDataFormat(), 2, 3, 7, 9);
    return new Subject(input, KernelFixtures.compile(site, input), site.parameters());
  }
}
