// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class BatchNormalizationKernelTest extends KernelContract {

  private static BatchNormalization layer(CNN2DFormat format, boolean locked, boolean logarithmic) {
    BatchNormalization.Builder builder =
        new BatchNormalization.Builder()
            .decay(0.8)
            .nIn(3)
            .nOut(3)
            .eps(0.01)
            .dataFormat(format)
            .useLogStd(logarithmic);
    return (locked ? builder.lockGammaBeta(true).gamma(1.5).beta(-0.5) : builder).build();
  }

  private static List<Tensor> inputs(CNN2DFormat format) {
    List<Tensor> inputs = new ArrayList<>();
    for (ImageLayout layout : ImageLayout.values()) {
      inputs.add(layout.random(format, 4, 3, 5, 2));
    }
    inputs.add(KernelFixtures.random('c', 7, 3));
    inputs.add(KernelFixtures.random('f', 7, 3));
    return inputs;
  }

  static Stream<Arguments> layers() {
    List<Arguments> all = new ArrayList<>();
    for (CNN2DFormat format : CNN2DFormat.values()) {
      for (boolean locked : new boolean[] {false, true}) {
        for (boolean logarithmic : new boolean[] {false, true}) {
          // DL4J itself fails on locked NHWC images.
          int first = locked && format == CNN2DFormat.NHWC ? 3 : 0;
          for (int i = first; i < 5; i++) {
            all.add(arguments(format, locked, logarithmic, i));
          }
        }
      }
    }
    return all.stream();
  }

  /** Output, input gradient, and all gradients, the running statistics' among them. */
  @ParameterizedTest
  @MethodSource("layers")
  void equalsDl4j(CNN2DFormat format, boolean locked, boolean logarithmic, int input) {
    Tensor u = inputs(format).get(input);
    u.flat().addi(0.7);
    LayerComparison.assertEqualsDl4j(layer(format, locked, logarithmic), u);
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (CNN2DFormat format : CNN2DFormat.values()) {
      for (int i = 0; i < 5; i++) {
        int input = i;
        all.add(named(format + " " + i, () -> subject(layer(format, false, true), input)));
      }
    }
    for (CNN2DFormat format : CNN2DFormat.values()) {
      all.add(named("locked " + format, () -> subject(layer(format, true, true), 1)));
    }
    return all.stream();
  }

  private static Subject subject(BatchNormalization layer, int input) {
    LayerSite site = KernelFixtures.site(layer);
    Tensor u = inputs(layer.getCnn2DFormat()).get(input);
    Map<String, INDArray> learned = new HashMap<>(site.parameters());
    learned
        .keySet()
        .retainAll(
            List.of(
                BatchNormalizationParamInitializer.GAMMA, BatchNormalizationParamInitializer.BETA));
    return new Subject(u, KernelFixtures.compile(site, u), learned);
  }

  /** Pseudo-gradients ignore the scale, later predictions, and that they were applied already. */
  @Test
  void runningStatisticsMoveOnceMinibatch() {
    LayerSite site = KernelFixtures.site(layer(CNN2DFormat.NCHW, false, false));
    Tensor u = KernelFixtures.random('c', 7, 3);
    Kernel kernel = KernelFixtures.compile(site, u);
    INDArray mean = site.parameters().get(BatchNormalizationParamInitializer.GLOBAL_MEAN);
    INDArray gradient = kernel.gradientViews().get(BatchNormalizationParamInitializer.GLOBAL_MEAN);
    kernel.feedForward();
    INDArray expected = mean.mul(0.8).add(u.array().mean(0).mul(0.2));

    u.flat().addi(3.0);
    kernel.predict();
    kernel.receive(kernel.output().like());
    for (double scale : new double[] {-1.0, 0.0, 0.3}) {
      kernel.gradient(scale);
      mean.subi(gradient);
      assertThat(mean.distance2(expected)).isLessThan(1e-14);
    }
  }

  /** The mean square of (z − β) / γ, and 1 for β. */
  @Test
  void thePresynapticNormIsThatOfTheNormalisedInput() {
    BatchNormalization layer = layer(CNN2DFormat.NCHW, false, false);
    LayerSite site = KernelFixtures.site(layer);
    Tensor u = ImageLayout.C_ORDER.random(CNN2DFormat.NCHW, 4, 3, 5, 2);
    ChannelAffine affine = ChannelAffine.of(layer, site.parameters());
    Kernel kernel =
        new BatchNormalizationKernel(
            u,
            Images.allocateChannelMajor(u.array(), CNN2DFormat.NCHW, 3, 4, 5, 2),
            new ChannelMatrix(3, 4 * 5 * 2, true),
            affine,
            layer.getEps(),
            new RunningStatistics(site.parameters(), site.gradients(), layer.getDecay()),
            site.gradients(),
            new SharedMemory());
    kernel.predict();
    INDArray normalised = kernel.output().array().dup();
    normalised.subi(affine.beta().reshape(1, 3, 1, 1)).divi(affine.gamma().reshape(1, 3, 1, 1));
    double position =
        Math.pow(normalised.norm2Number().doubleValue(), 2) / normalised.length() + 1.0;
    assertThat(kernel.presynapticNorm(PresynapticNorm.MEAN_POSITION))
        .isCloseTo(position, within(1e-12));
    assertThat(kernel.presynapticNorm(PresynapticNorm.ALL_POSITIONS))
        .isCloseTo(5 * 2 * position, within(1e-11));
  }

  /** DL4J's forward and backward passes disagree here, so its own layer has to run. */
  @Test
  void lockedGammaWithoutBetaIsLeftToTheGeneralKernel() {
    BatchNormalization layer =
        new BatchNormalization.Builder(true).nIn(3).nOut(3).gamma(1.5).beta(0.0).build();
    assertThat(LayerCompilers.of(KernelFixtures.site(layer))).isInstanceOf(GeneralCompiler.class);
  }

  /** So that the message is DL4J's. */
  @Test
  void unsuitedShapesAreLeftToDl4j() {
    LayerSite site = KernelFixtures.site(layer(CNN2DFormat.NCHW, false, false));
    Tensor narrow = KernelFixtures.random('c', 7, 2);
    assertThatThrownBy(() -> KernelFixtures.compile(site, narrow))
        .hasMessageContaining("layer 0 (BatchNormalization) fails in DL4J itself")
        .hasMessageContaining("does not match expected input size")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }
}
