// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

class Convolution1dKernelTest extends KernelContract {

  /** Kernel, stride, padding, dilation. */
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {3, 1, 0, 1},
          new int[] {3, 2, 2, 2},
          new int[] {2, 3, 1, 1},
          new int[] {1, 1, 0, 1},
          new int[] {1, 5, 0, 1},
          new int[] {9, 1, 0, 1});

  private static Convolution1DLayer.Builder builder(int[] s, ConvolutionMode mode) {
    boolean padded = mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Strict;
    return new Convolution1DLayer.Builder(s[0], s[1], padded ? s[2] : 0)
        .dilation(s[3])
        .convolutionMode(mode)
        .nIn(3)
        .nOut(4);
  }

  /** In c order, time-major as recurrent kernels leave it, and as this kernel leaves it. */
  private static List<Supplier<Tensor>> inputs() {
    SequenceShape shape = new SequenceShape(RNNFormat.NCW, 2, 3, 9);
    return List.of(
        () -> KernelFixtures.random('c', 2, 3, 9),
        () -> KernelFixtures.random('f', 2, 3, 9),
        () -> KernelFixtures.fill(shape.allocate(DataType.DOUBLE)),
        () ->
            KernelFixtures.fill(
                Tensor.permuted(DataType.DOUBLE, 'c', new long[] {3, 2, 9}, 1, 0, 2)));
  }

  static Stream<Arguments> layers() {
    List<Arguments> all = new ArrayList<>();
    for (int[] shape : SHAPES) {
      for (ConvolutionMode mode : ConvolutionMode.values()) {
        for (Supplier<Tensor> input : inputs()) {
          all.add(arguments(shape, mode, input));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void equalsDl4j(int[] shape, ConvolutionMode mode, Supplier<Tensor> input) {
    boolean bias = mode != ConvolutionMode.Same;
    LayerComparison.assertEqualsDl4j(
        builder(shape, mode).hasBias(bias).activation(Activation.TANH).build(), input.get());
  }

  private static LayerCompiler compiler(Convolution1DLayer.Builder layer) {
    return LayerCompilers.of(KernelFixtures.site(layer.build()));
  }

  /** What DL4J's backward pass does not go back through is left to its own layer. */
  @Test
  void generalKernelServesTheRest() {
    ConvolutionMode mode = ConvolutionMode.Truncate;
    int[] shape = SHAPES.get(0);
    assertThat(compiler(builder(shape, mode))).isInstanceOf(Convolution1dCompiler.class);
    assertThat(compiler(builder(shape, mode).dropOut(0.5))).isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(builder(shape, mode).weightNoise(new DropConnect(0.5))))
        .isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(builder(shape, mode).activation(Activation.SOFTMAX)))
        .isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(builder(shape, mode).rnnDataFormat(RNNFormat.NWC)))
        .isInstanceOf(GeneralCompiler.class);
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (int[] shape : SHAPES.subList(0, 4)) {
      for (Supplier<Tensor> input : inputs()) {
        for (ConvolutionMethod method : ConvolutionMethod.values()) {
          all.add(named("by " + method, () -> subject(shape, method, input)));
        }
      }
    }
    return all.stream();
  }

  private static Subject subject(int[] shape, ConvolutionMethod method, Supplier<Tensor> inputs) {
    boolean patches = method == ConvolutionMethod.PATCHES || shape[3] > 1;
    Convolution1DLayer layer =
        builder(shape, patches ? ConvolutionMode.Causal : ConvolutionMode.Truncate).build();
    LayerSite site = KernelFixtures.site(layer);
    Tensor input = inputs.get();
    Kernel kernel =
        new Convolution1dKernel(
            input,
            Convolution1dCompiler.geometry(layer, 9),
            site.parameters(),
            site.gradients(),
            convolution -> patches ? ConvolutionMethod.PATCHES : method,
            new SharedMemory());
    return new Subject(input, kernel, site.parameters());
  }
}
