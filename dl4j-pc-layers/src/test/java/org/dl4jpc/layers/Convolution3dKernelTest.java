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
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Convolution3D.DataFormat;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

class Convolution3dKernelTest extends KernelContract {

  /** Kernel, stride, padding, dilation: depth, rows and columns of each. */
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {2, 3, 2, 1, 1, 1, 0, 0, 0, 1, 1, 1},
          new int[] {3, 2, 2, 2, 1, 2, 1, 2, 1, 1, 1, 1},
          new int[] {2, 2, 2, 1, 2, 1, 0, 1, 0, 2, 1, 2},
          new int[] {1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1},
          new int[] {1, 1, 1, 2, 2, 2, 0, 0, 0, 1, 1, 1});

  private static int[] part(int[] shape, int i) {
    return new int[] {shape[3 * i], shape[3 * i + 1], shape[3 * i + 2]};
  }

  private static Convolution3D.Builder builder(int[] s, ConvolutionMode mode, DataFormat format) {
    return new Convolution3D.Builder(part(s, 0))
        .stride(part(s, 1))
        .padding(mode == ConvolutionMode.Same ? new int[3] : part(s, 2))
        .dilation(part(s, 3))
        .convolutionMode(mode)
        .dataFormat(format)
        .nIn(2)
        .nOut(3);
  }

  private static Tensor input(char order, DataFormat format) {
    return format == DataFormat.NCDHW
        ? KernelFixtures.random(order, 2, 2, 5, 4, 6)
        : KernelFixtures.random(order, 2, 5, 4, 6, 2);
  }

  static Stream<Arguments> layers() {
    List<Arguments> all = new ArrayList<>();
    for (int[] shape : SHAPES) {
      for (DataFormat format : DataFormat.values()) {
        for (char order : new char[] {'c', 'f'}) {
          all.add(arguments(shape, ConvolutionMode.Truncate, format, order, true));
          if (shape[0] > 1 || shape[3] == 1) {
            all.add(arguments(shape, ConvolutionMode.Same, format, order, false));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void equalsDl4j(int[] shape, ConvolutionMode mode, DataFormat format, char order, boolean bias) {
    LayerComparison.assertEqualsDl4j(
        builder(shape, mode, format).hasBias(bias).activation(Activation.TANH).build(),
        input(order, format));
  }

  private static Convolution3D.Builder plain() {
    return builder(SHAPES.get(0), ConvolutionMode.Truncate, DataFormat.NCDHW);
  }

  private static LayerCompiler compiler(Convolution3D.Builder layer) {
    return LayerCompilers.of(KernelFixtures.site(layer.build()));
  }

  @Test
  void generalKernelServesTheRest() {
    assertThat(compiler(plain())).isInstanceOf(Convolution3dCompiler.class);
    assertThat(compiler(plain().dropOut(0.5))).isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(plain().weightNoise(new DropConnect(0.5))))
        .isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(plain().activation(Activation.SOFTMAX)))
        .isInstanceOf(GeneralCompiler.class);
  }

  @Test
  void invalidInputsGetDl4jsMessage() {
    Tensor wide = KernelFixtures.random('c', 2, 5, 4, 4, 4);
    LayerSite site = KernelFixtures.site(plain().build());
    assertThatExceptionOfType(DL4JInvalidInputException.class)
        .isThrownBy(() -> KernelFixtures.compile(site, wide))
        .withMessageContaining("data input channels = 5");
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (DataFormat format : DataFormat.values()) {
      for (boolean kept : new boolean[] {true, false}) {
        String name = format + (kept ? "" : ", patches not kept");
        all.add(named(name, () -> subject(SHAPES.get(1), 'f', format, kept)));
        all.add(named("dilated " + name, () -> subject(SHAPES.get(2), 'c', format, kept)));
      }
    }
    return all.stream();
  }

  private static Subject subject(int[] shape, char order, DataFormat format, boolean kept) {
    Convolution3D layer = builder(shape, ConvolutionMode.Truncate, format).build();
    LayerSite site = KernelFixtures.site(layer);
    Tensor input = input(order, format);
    Kernel kernel =
        new Convolution3dKernel(
            input,
            format,
            VolumeGeometry.of(layer, Convolution3dKernel.channelsFirst(input.array(), format)),
            site.parameters(),
            site.gradients(),
            kept ? new SharedMemory() : new SharedMemory(0));
    return new Subject(input, kernel, site.parameters());
  }
}
