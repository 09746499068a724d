// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PreluKernelTest extends KernelContract {

  private static PReLULayer.Builder images() {
    return new PReLULayer.Builder().inputShape(3, 4, 5);
  }

  @ParameterizedTest
  @EnumSource(ImageLayout.class)
  void equalsDl4jOnImages(ImageLayout layout) {
    LayerComparison.assertEqualsDl4j(images().build(), layout.random(CNN2DFormat.NCHW, 2, 3, 4, 5));
  }

  @ParameterizedTest
  @ValueSource(chars = {'c', 'f'})
  void equalsDl4jOnRowsAndSequences(char order) {
    LayerComparison.assertEqualsDl4j(
        new PReLULayer.Builder().inputShape(6).build(), KernelFixtures.random(order, 3, 6));
    LayerComparison.assertEqualsDl4j(
        new PReLULayer.Builder().inputShape(4, 5).build(), KernelFixtures.random(order, 3, 4, 5));
  }

  /** As behind a rectifier: DL4J passes the error on. */
  @Test
  void theSlopeAtZeroIsOne() {
    Tensor input = KernelFixtures.random('c', 3, 6);
    input.array().get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3)).assign(0.0);
    LayerComparison.assertEqualsDl4j(new PReLULayer.Builder().inputShape(6).build(), input);
  }

  private static LayerCompiler compiler(PReLULayer.Builder layer) {
    return LayerCompilers.of(KernelFixtures.site(layer.build()));
  }

  @Test
  void generalKernelServesTheRest() {
    assertThat(compiler(images())).isInstanceOf(PreluCompiler.class);
    assertThat(compiler(images().dropOut(0.5))).isInstanceOf(PreluCompiler.class);
    assertThat(compiler(images().sharedAxes(2, 3))).isInstanceOf(GeneralCompiler.class);
    assertThat(compiler(images().weightNoise(new DropConnect(0.5))))
        .isInstanceOf(GeneralCompiler.class);
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    all.add(named("rows", () -> subject(new PReLULayer.Builder().inputShape(6), rows())));
    for (ImageLayout layout : ImageLayout.values()) {
      all.add(
          named(
              "images " + layout,
              () -> subject(images(), layout.random(CNN2DFormat.NCHW, 2, 3, 4, 5))));
    }
    return all.stream();
  }

  private static Tensor rows() {
    return KernelFixtures.random('f', 3, 6);
  }

  private static Subject subject(PReLULayer.Builder layer, Tensor input) {
    LayerSite site = KernelFixtures.site(layer.build());
    return new Subject(input, KernelFixtures.compile(site, input), site.parameters());
  }
}
