// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpsamplingKernelTest extends KernelContract {

  private static Upsampling2D layer(CNN2DFormat format) {
    return new Upsampling2D.Builder().size(new int[] {2, 3}).dataFormat(format).build();
  }

  @ParameterizedTest
  @EnumSource(ImageLayout.class)
  void equalsDl4j(ImageLayout layout) {
    for (CNN2DFormat format : CNN2DFormat.values()) {
      LayerComparison.assertEqualsDl4j(layer(format), layout.random(format, 2, 3, 4, 5));
    }
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (ImageLayout layout : ImageLayout.values()) {
      for (CNN2DFormat format : CNN2DFormat.values()) {
        all.add(named(format + " " + layout, () -> subject(layer(format), layout)));
      }
    }
    return all.stream();
  }

  private static Subject subject(Upsampling2D layer, ImageLayout layout) {
    Tensor input = layout.random(layer.getFormat(), 2, 3, 4, 5);
    return new Subject(input, KernelFixtures.compile(KernelFixtures.site(layer), input));
  }
}
