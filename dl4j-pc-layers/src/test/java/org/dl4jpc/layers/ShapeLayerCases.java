// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.nd4j.linalg.dataset.DataSet;

/** Layers that pool, pad, crop, repeat and rearrange. */
final class ShapeLayerCases {

  private ShapeLayerCases() {}

  static List<LayerCase> cases() {
    List<LayerCase> cases = new ArrayList<>();
    for (PoolingType type : PoolingType.values()) {
      String name = type.name().toLowerCase(Locale.ROOT);
      if (type != PoolingType.SUM) {
        cases.add(spatial(name, type));
      }
      cases.add(
          Chains.volume(
              Subsampling3DLayer.class,
              name,
              new Subsampling3DLayer.Builder(type, new int[] {2, 2, 2}).stride(1, 1, 1).build()));
      cases.add(
          Chains.pooledSequence(
              Subsampling1DLayer.class,
              name,
              new Subsampling1DLayer.Builder(type, 2).stride(1).pnorm(3).build(),
              Chains.average()));
      cases.add(Chains.image(GlobalPoolingLayer.class, name + " over images", global(type)));
      cases.add(Chains.pooledSequence(GlobalPoolingLayer.class, name + " over time", global(type)));
      cases.add(
          Chains.pooledSequence(GlobalPoolingLayer.class, name + " over time, masked", global(type))
              .with(Minibatches::maskedClassified));
    }
    cases.addAll(oneAndTwoDimensional());
    cases.addAll(threeDimensional());
    return cases;
  }

  private static LayerCase spatial(String name, PoolingType type) {
    return Chains.image(
        SubsamplingLayer.class,
        name,
        new SubsamplingLayer.Builder(type, new int[] {2, 2}).stride(2, 1).pnorm(3).build());
  }

  private static GlobalPoolingLayer global(PoolingType type) {
    return new GlobalPoolingLayer.Builder(type).pnorm(3).build();
  }

  private static List<LayerCase> oneAndTwoDimensional() {
    return List.of(
        Chains.image(Pooling2D.class, "by setters", pooling2D()),
        Chains.pooledSequence(Pooling1D.class, "by setters", pooling1D(), Chains.average()),
        Chains.image(
            LocalResponseNormalization.class,
            "over channels",
            new LocalResponseNormalization.Builder().build()),
        Chains.pooledSequence(
            Upsampling1D.class, "2", new Upsampling1D.Builder(2).build(), Chains.average()),
        Chains.image(Upsampling2D.class, "2", new Upsampling2D.Builder(2).build()),
        Chains.pooledSequence(
            ZeroPadding1DLayer.class,
            "1, 2",
            new ZeroPadding1DLayer.Builder(1, 2).build(),
            Chains.average()),
        Chains.image(
            ZeroPaddingLayer.class, "1, 2, 0, 1", new ZeroPaddingLayer.Builder(1, 2, 0, 1).build()),
        Chains.pooledSequence(
            Cropping1D.class, "1, 2", new Cropping1D.Builder(1, 2).build(), Chains.average()),
        Chains.image(Cropping2D.class, "1, 2, 0, 1", new Cropping2D.Builder(1, 2, 0, 1).build()),
        Chains.image(
            SpaceToDepthLayer.class,
            "2",
            new Cropping2D.Builder(0, 0, 0, 1).build(),
            new SpaceToDepthLayer.Builder<>(2, CNN2DFormat.NCHW).build()),
        Chains.image(
                SpaceToBatchLayer.class,
                "2×2",
                new Cropping2D.Builder(0, 0, 0, 1).build(),
                new SpaceToBatchLayer.Builder<>(new int[] {2, 2}).build())
            .with(() -> new DataSet(Minibatches.uniform(3, 2, 7, 6), Minibatches.oneHot(12, 3))),
        Chains.rows(
            RepeatVector.class,
            "4 times",
            new RepeatVector.Builder<>(4).build(),
            Chains.lstm(3),
            Chains.average(),
            new DenseLayer.Builder().nOut(4).build()));
  }

  private static List<LayerCase> threeDimensional() {
    return List.of(
        Chains.volume(
            Upsampling3D.class,
            "2",
            new Upsampling3D.Builder(Convolution3D.DataFormat.NCDHW, 2).build()),
        Chains.volume(
            ZeroPadding3DLayer.class, "1, 0, 2", new ZeroPadding3DLayer.Builder(1, 0, 2).build()),
        Chains.volume(Cropping3D.class, "1, 1, 0", new Cropping3D.Builder(1, 1, 0).build()));
  }

  private static Pooling2D pooling2D() {
    Pooling2D layer = new Pooling2D();
    layer.setPoolingType(PoolingType.MAX);
    layer.setKernelSize(new int[] {2, 2});
    layer.setStride(new int[] {2, 2});
    layer.setPadding(new int[] {0, 0});
    return layer;
  }

  private static Pooling1D pooling1D() {
    Pooling1D layer = new Pooling1D();
    layer.setPoolingType(PoolingType.MAX);
    layer.setKernelSize(new int[] {2, 1});
    layer.setStride(new int[] {2, 1});
    layer.setPadding(new int[] {0, 0});
    return layer;
  }
}
