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
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

class DeconvolutionKernelTest extends KernelContract {

  /** Kernel, stride, padding, dilation: rows and columns of each. */
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {2, 2, 2, 2, 0, 0, 1, 1},
          new int[] {3, 2, 1, 2, 1, 0, 1, 1},
          new int[] {3, 3, 2, 2, 2, 1, 2, 1},
          new int[] {1, 1, 1, 1, 0, 0, 1, 1});

  private static Deconvolution2D.Builder builder(
      int[] s, ConvolutionMode mode, CNN2DFormat format) {
    boolean same = mode == ConvolutionMode.Same;
    return new Deconvolution2D.Builder(s[0], s[1])
        .stride(s[2], s[3])
        .padding(same ? new int[] {0, 0} : new int[] {s[4], s[5]})
        .dilation(s[6], s[7])
        .convolutionMode(mode)
        .dataFormat(format)
        .nIn(3)
        .nOut(4);
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
    int[] gaps = {1, 1, 3, 3, 0, 0, 1, 1};
    ImageLayout layout = ImageLayout.C_ORDER;
    all.add(arguments(gaps, ConvolutionMode.Truncate, CNN2DFormat.NCHW, layout, true));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void equalsDl4j(
      int[] shape, ConvolutionMode mode, CNN2DFormat format, ImageLayout layout, boolean bias) {
    LayerComparison.assertEqualsDl4j(
        builder(shape, mode, format).hasBias(bias).activation(Activation.TANH).build(),
        layout.random(format, 2, 3, 5, 6));
  }

  private static Deconvolution2D.Builder plain() {
    return builder(SHAPES.get(0), ConvolutionMode.Truncate, CNN2DFormat.NCHW);
  }

  private static LayerCompiler compiler(Deconvolution2D.Builder layer) {
    return LayerCompilers.of(KernelFixtures.site(layer.build()));
  }

  @Test
  void generalKernelServesTheRest() {
    assertThat(compiler(plain())).isInstanceOf(DeconvolutionCompiler.class);
    assertThat(compiler(plain().dropOut(0.5))).isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(plain().weightNoise(new DropConnect(0.5))))
        .isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(plain().activation(Activation.SOFTMAX)))
        .isInstanceOf(GeneralCompiler.class);
  }

  @Test
  void invalidInputsGetDl4jsMessage() {
    Tensor wide = ImageLayout.C_ORDER.random(CNN2DFormat.NCHW, 2, 5, 8, 8);
    LayerSite site = KernelFixtures.site(plain().build());
    assertThatExceptionOfType(DL4JInvalidInputException.class)
        .isThrownBy(() -> KernelFixtures.compile(site, wide))
        .withMessageContaining("data input channels = 5");
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (ImageLayout layout : ImageLayout.values()) {
      for (boolean kept : new boolean[] {true, false}) {
        String name = layout + (kept ? "" : ", patches not kept");
        all.add(named(name, () -> subject(SHAPES.get(2), CNN2DFormat.NHWC, layout, kept)));
        all.add(named("odd " + name, () -> subject(SHAPES.get(1), CNN2DFormat.NCHW, layout, kept)));
      }
    }
    return all.stream();
  }

  private static Subject subject(int[] s, CNN2DFormat format, ImageLayout layout, boolean kept) {
    LayerSite site = KernelFixtures.site(builder(s, ConvolutionMode.Truncate, format).build());
    Tensor input = layout.random(format, 2, 3, 4, 3);
    int[] size = new int[2];
    for (int i = 0; i < 2; i++) {
      size[i] = s[2 + i] * (i == 0 ? 3 : 2) + (s[i] - 1) * s[6 + i] + 1 - 2 * s[4 + i];
    }
    ConvolutionGeometry geometry =
        new ConvolutionGeometry(
            size,
            new int[] {4, 3},
            new int[] {s[0], s[1]},
            new int[] {s[2], s[3]},
            new int[] {s[4], s[5]},
            new int[] {s[6], s[7]});
    Kernel kernel =
        new DeconvolutionKernel(
            input,
            format,
            geometry,
            site.parameters(),
            site.gradients(),
            kept ? new SharedMemory() : new SharedMemory(0));
    return new Subject(input, kernel, site.parameters());
  }
}
