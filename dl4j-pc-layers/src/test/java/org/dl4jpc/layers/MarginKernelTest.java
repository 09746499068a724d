// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zero padding and cropping. */
class MarginKernelTest extends KernelContract {

  private static List<Layer> sequences() {
    return List.of(
        new ZeroPadding1DLayer.Builder(1, 2).build(), new Cropping1D.Builder(1, 2).build());
  }

  private static List<Layer> images(CNN2DFormat format) {
    return List.of(
        new ZeroPaddingLayer.Builder(1, 2, 0, 3).dataFormat(format).build(),
        new Cropping2D.Builder(1, 2, 0, 3).dataFormat(format).build());
  }

  private static List<Layer> volumes() {
    return List.of(
        new ZeroPadding3DLayer.Builder(1, 2, 0, 1, 2, 0).build(),
        new Cropping3D.Builder(1, 2, 0, 1, 2, 0).build());
  }

  @ParameterizedTest
  @ValueSource(chars = {'c', 'f'})
  void equalsDl4jOnSequencesAndVolumes(char order) {
    for (Layer layer : sequences()) {
      LayerComparison.assertEqualsDl4j(layer, KernelFixtures.random(order, 2, 3, 5));
    }
    for (Layer layer : volumes()) {
      LayerComparison.assertEqualsDl4j(layer, KernelFixtures.random(order, 2, 3, 5, 4, 6));
    }
  }

  @ParameterizedTest
  @EnumSource(ImageLayout.class)
  void equalsDl4jOnImages(ImageLayout layout) {
    for (CNN2DFormat format : CNN2DFormat.values()) {
      for (Layer layer : images(format)) {
        LayerComparison.assertEqualsDl4j(layer, layout.random(format, 2, 3, 5, 6));
      }
    }
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    Map<Layer, Supplier<Tensor>> cases = new LinkedHashMap<>();
    sequences().forEach(l -> cases.put(l, () -> KernelFixtures.random('f', 2, 3, 5)));
    volumes().forEach(l -> cases.put(l, () -> KernelFixtures.random('c', 2, 2, 4, 3, 4)));
    for (CNN2DFormat format : CNN2DFormat.values()) {
      images(format)
          .forEach(l -> cases.put(l, () -> ImageLayout.CHANNEL_MAJOR.random(format, 2, 3, 5, 6)));
    }
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    cases.forEach((l, input) -> all.add(named(l.toString(), () -> subject(l, input.get()))));
    return all.stream();
  }

  private static Subject subject(Layer layer, Tensor input) {
    return new Subject(input, KernelFixtures.compile(KernelFixtures.site(layer), input));
  }
}
