// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseNormalizationKernelTest extends KernelContract {

  private static LocalResponseNormalization layer(
      double window, double alpha, double beta, CNN2DFormat format) {
    return new LocalResponseNormalization.Builder(1.5, window, alpha, beta)
        .dataFormat(format)
        .build();
  }

  static Stream<Arguments> layers() {
    List<Arguments> all = new ArrayList<>();
    for (double window : new double[] {1, 3, 4, 5}) {
      for (CNN2DFormat format : CNN2DFormat.values()) {
        for (ImageLayout layout : ImageLayout.values()) {
          all.add(arguments(window, format, layout));
        }
      }
    }
    return all.stream();
  }

  /** With an α that is far from DL4J's default of 1e-4, so that the sums matter. */
  @ParameterizedTest
  @MethodSource("layers")
  void equalsDl4j(double window, CNN2DFormat format, ImageLayout layout) {
    LayerComparison.assertEqualsDl4j(
        layer(window, 0.3, 0.6, format), layout.random(format, 2, 4, 3, 5));
  }

  /**
   * With an α at which DL4J's feedback is the derivative but for 1e-8; without neighbours it always
   * is.
   */
  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (ImageLayout layout : ImageLayout.values()) {
      for (CNN2DFormat format : CNN2DFormat.values()) {
        String name = " " + format + " " + layout;
        all.add(named("5 channels" + name, () -> subject(layer(5, 1e-5, 0.75, format), layout)));
        all.add(named("1 channel" + name, () -> subject(layer(1, 0.3, 0.75, format), layout)));
      }
    }
    return all.stream();
  }

  private static Subject subject(LocalResponseNormalization layer, ImageLayout layout) {
    Tensor input = layout.random(layer.getDataFormat(), 2, 4, 3, 5);
    return new Subject(input, KernelFixtures.compile(KernelFixtures.site(layer), input));
  }
}
