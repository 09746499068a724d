// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

class ConvolutionKernelTest extends KernelContract {

  /** Kernel, stride, padding, dilation: rows and columns of each. */
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {2, 3, 2, 1, 0, 0, 1, 1},
          new int[] {2, 3, 2, 1, 0, 0, 2, 2},
          new int[] {3, 2, 1, 2, 1, 2, 1, 1},
          new int[] {3, 3, 2, 2, 2, 1, 2, 1},
          new int[] {1, 1, 1, 1, 0, 0, 1, 1},
          new int[] {1, 1, 3, 2, 0, 0, 1, 1},
          new int[] {2, 2, 1, 1, 3, 3, 1, 1},
          new int[] {7, 9, 1, 1, 0, 0, 1, 1});

  private static ConvolutionLayer layer(
      int[] s, ConvolutionMode mode, CNN2DFormat format, boolean bias, Activation activation) {
    int[] padding = mode == ConvolutionMode.Same ? new int[] {0, 0} : new int[] {s[4], s[5]};
    return new ConvolutionLayer.Builder(s[0], s[1])
        .stride(s[2], s[3])
        .padding(padding)
        .dilation(s[6], s[7])
        .convolutionMode(mode)
        .dataFormat(format)
        .nIn(3)
        .nOut(4)
        .hasBias(bias)
        .activation(activation)
        .build();
  }

  static Stream<Arguments> layers() {
    List<Arguments> all = new ArrayList<>();
    for (int[] shape : SHAPES) {
      for (CNN2DFormat format : CNN2DFormat.values()) {
        for (ImageLayout layout : ImageLayout.values()) {
          all.add(arguments(shape, ConvolutionMode.Truncate, format, layout, true));
          all.add(arguments(shape, ConvolutionMode.Same, format, layout, false));
        }
      }
    }
    int[] exact = {3, 3, 2, 2, 0, 0, 1, 1};
    for (CNN2DFormat format : CNN2DFormat.values()) {
      all.add(arguments(exact, ConvolutionMode.Strict, format, ImageLayout.C_ORDER, true));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void equalsDl4j(
      int[] shape, ConvolutionMode mode, CNN2DFormat format, ImageLayout layout, boolean bias) {
    LayerComparison.assertEqualsDl4j(
        layer(shape, mode, format, bias, Activation.TANH), layout.random(format, 3, 3, 7, 9));
  }

  private static LayerCompiler compiler(ConvolutionLayer.Builder layer) {
    return LayerCompilers.of(KernelFixtures.site(layer.nIn(3).nOut(4).build()));
  }

  /** Noise that cannot be held, and activations across channels, are left to DL4J's own layer. */
  @Test
  void generalKernelServesTheRest() {
    assertThat(compiler(new ConvolutionLayer.Builder(2, 2)))
        .isInstanceOf(ConvolutionCompiler.class);
    assertThat(compiler(new ConvolutionLayer.Builder(2, 2).dropOut(0.5)))
        .isInstanceOf(ConvolutionCompiler.class);
    assertThat(compiler(new ConvolutionLayer.Builder(2, 2).activation(Activation.SOFTMAX)))
        .isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(new ConvolutionLayer.Builder(2, 2).weightNoise(new DropConnect(0.5))))
        .isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(new ConvolutionLayer.Builder(2, 2).dropOut(new AlphaDropout(0.5))))
        .isInstanceOf(GeneralCompiler.class);
  }

  /** A size that Strict mode refuses, and other than images, get DL4J's own message. */
  @Test
  void invalidInputsGetDl4jsMessage() {
    ConvolutionLayer strict =
        layer(
            new int[] {2, 2, 2, 2, 0, 0, 1, 1},
            ConvolutionMode.Strict,
            CNN2DFormat.NCHW,
            true,
            Activation.IDENTITY);
    LayerSite site = KernelFixtures.site(strict);
    Tensor odd = ImageLayout.C_ORDER.random(CNN2DFormat.NCHW, 2, 3, 7, 9);
    assertThatExceptionOfType(DL4JInvalidConfigException.class)
        .isThrownBy(() -> KernelFixtures.compile(site, odd))
        .withMessageContaining("ConvolutionMode.Strict");
    Tensor wide = ImageLayout.C_ORDER.random(CNN2DFormat.NCHW, 2, 5, 8, 8);
    assertThatExceptionOfType(DL4JInvalidInputException.class)
        .isThrownBy(() -> KernelFixtures.compile(site, wide))
        .withMessageContaining("data input channels = 5");
    Tensor rows = KernelFixtures.random('c', 2, 3);
    assertThatExceptionOfType(DL4JInvalidInputException.class)
        .isThrownBy(() -> KernelFixtures.compile(site, rows))
        .withMessageContaining("Expected rank 4 array");
  }

  @Test
  void channelsAreTheUnits() {
    for (CNN2DFormat format : CNN2DFormat.values()) {
      ConvolutionLayer layer =
          layer(SHAPES.get(0), ConvolutionMode.Same, format, true, Activation.TANH);
      Kernel kernel =
          KernelFixtures.compile(
              KernelFixtures.site(layer), ImageLayout.C_ORDER.random(format, 2, 3, 7, 9));
      assertThat(kernel.output().array().size(kernel.unitDimension())).isEqualTo(4);
    }
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    CNN2DFormat nchw = CNN2DFormat.NCHW;
    CNN2DFormat nhwc = CNN2DFormat.NHWC;
    ConvolutionMode truncate = ConvolutionMode.Truncate;
    ConvolutionMode same = ConvolutionMode.Same;
    return Arrays.stream(ConvolutionMethod.values())
        .flatMap(
            m ->
                Stream.of(
                    subject(m, "odd", 1, truncate, nchw, ImageLayout.C_ORDER, true),
                    subject(m, "padded", 2, truncate, nchw, ImageLayout.CHANNEL_MAJOR, true),
                    subject(m, "same", 3, same, nhwc, ImageLayout.C_ORDER, true),
                    subject(m, "f order", 0, same, nchw, ImageLayout.F_ORDER, true),
                    subject(m, "pointwise", 4, truncate, nhwc, ImageLayout.CHANNEL_MAJOR, true),
                    subject(m, "skipping", 5, truncate, nchw, ImageLayout.C_ORDER, true),
                    subject(m, "padding only", 6, truncate, nchw, ImageLayout.C_ORDER, true),
                    subject(m, "full", 7, truncate, nhwc, ImageLayout.F_ORDER, true),
                    subject(m, "patches not kept", 2, truncate, nchw, ImageLayout.C_ORDER, false),
                    subject(m, "same, not kept", 3, same, nhwc, ImageLayout.CHANNEL_MAJOR, false)));
  }

  private static Named<Supplier<Subject>> subject(
      ConvolutionMethod method,
      String name,
      int shape,
      ConvolutionMode mode,
      CNN2DFormat format,
      ImageLayout layout,
      boolean kept) {
    return named(
        method + " " + name,
        () -> {
          ConvolutionLayer layer =
              layer(SHAPES.get(shape), mode, format, true, Activation.IDENTITY);
          LayerSite site = KernelFixtures.site(layer);
          Tensor input = layout.random(format, 2, 3, 7, 9);
          Convolution convolution =
              Convolution.of(
                  input,
                  format,
                  ConvolutionGeometry.of(layer, Images.nchw(input.array(), format)),
                  site.parameters().get("W"),
                  site.parameters().get("b"));
          Kernel kernel =
              new ConvolutionKernel(
                  convolution,
                  method,
                  site.gradients(),
                  kept ? new SharedMemory() : new SharedMemory(0));
          assertThat(kernel.bytes() > kernel.output().bytes())
              .isEqualTo(kept && method == ConvolutionMethod.PATCHES && !name.equals("pointwise"));
          return new Subject(input, kernel, site.parameters());
        });
  }
}
