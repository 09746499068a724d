// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;

/** Convolutions of every kind. */
final class ConvolutionCases {

  private ConvolutionCases() {}

  static List<LayerCase> cases() {
    List<LayerCase> cases = new ArrayList<>();
    for (ConvolutionMode mode : ConvolutionMode.values()) {
      if (mode == ConvolutionMode.Causal) {
        continue;
      }
      String name = mode.name().toLowerCase(Locale.ROOT);
      cases.add(conv(name, convolution().convolutionMode(mode)));
      cases.add(
          Chains.pooledSequence(
              Convolution1DLayer.class,
              name,
              new Convolution1DLayer.Builder(3, 1).nOut(3).convolutionMode(mode).build(),
              Chains.average()));
      cases.add(
          Chains.volume(
              Convolution3D.class,
              name,
              new Convolution3D.Builder(2, 2, 2).nOut(3).convolutionMode(mode).build()));
    }
    cases.addAll(twoDimensional());
    cases.addAll(otherDimensions());
    return cases;
  }

  private static List<LayerCase> twoDimensional() {
    return List.of(
        conv("stride 2", convolution().stride(2, 2)),
        conv("padding", convolution().padding(1, 2)),
        conv("dilation", new ConvolutionLayer.Builder(2, 2).nOut(3).dilation(2, 2)),
        conv("without bias", convolution().hasBias(false)),
        conv("dropout", convolution().dropOut(0.7)),
        conv("spatial dropout", convolution().dropOut(new SpatialDropout(0.7))),
        conv("drop-connect", convolution().weightNoise(new DropConnect(0.7))),
        Chains.image(Convolution2D.class, "by setters", convolution2D()),
        nhwc(
            "channels last",
            ConvolutionLayer.class,
            convolution().dataFormat(CNN2DFormat.NHWC).build()),
        nhwc(
            "channels last",
            BatchNormalization.class,
            new BatchNormalization.Builder().dataFormat(CNN2DFormat.NHWC).build()),
        nhwc(
            "channels last",
            SubsamplingLayer.class,
            new SubsamplingLayer.Builder(new int[] {2, 2}).dataFormat(CNN2DFormat.NHWC).build()),
        Chains.image(
            Deconvolution2D.class,
            "stride 2",
            new Deconvolution2D.Builder(3, 2).stride(2, 2).nOut(3).build()),
        Chains.image(
            Deconvolution2D.class,
            "same",
            new Deconvolution2D.Builder(3, 2)
                .stride(2, 2)
                .nOut(3)
                .convolutionMode(ConvolutionMode.Same)
                .hasBias(false)
                .build()),
        Chains.image(
            DepthwiseConvolution2D.class,
            "multiplier 2",
            new DepthwiseConvolution2D.Builder(3, 2).depthMultiplier(2).nOut(8).build()),
        Chains.image(
            SeparableConvolution2D.class,
            "multiplier 2",
            new SeparableConvolution2D.Builder(3, 2).depthMultiplier(2).nOut(3).build()),
        Chains.image(
            LocallyConnected2D.class,
            "3×2, stride 3",
            new LocallyConnected2D.Builder().kernelSize(3, 2).stride(3, 3).nOut(2).build()));
  }

  private static List<LayerCase> otherDimensions() {
    return List.of(
        Chains.sequence(
            Convolution1DLayer.class,
            "causal",
            new Convolution1DLayer.Builder(3)
                .nOut(3)
                .convolutionMode(ConvolutionMode.Causal)
                .build()),
        Chains.sequence(
                Convolution1DLayer.class,
                "masked",
                new Convolution1DLayer.Builder(3)
                    .nOut(3)
                    .convolutionMode(ConvolutionMode.Same)
                    .build())
            .with(Minibatches::maskedSequences),
        Chains.sequence(Convolution1D.class, "by setters", convolution1D()),
        Chains.pooledSequence(
            LocallyConnected1D.class,
            "3",
            new LocallyConnected1D.Builder().kernelSize(3).nOut(2).build(),
            Chains.average()),
        Chains.network(
            Convolution3D.class,
            "channels last",
            () -> Minibatches.classified(3, 2, 5, 4, 4, 2),
            InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, 5, 4, 4, 2),
            convolution3D().nOut(2).build(),
            convolution3D().nOut(3).build(),
            Chains.output(3)),
        Chains.volume(
            Deconvolution3D.class,
            "stride 2",
            new Deconvolution3D.Builder().kernelSize(2, 2, 2).stride(2, 2, 2).nOut(2).build()));
  }

  private static Convolution3D.Builder convolution3D() {
    return new Convolution3D.Builder(2, 2, 2).dataFormat(Convolution3D.DataFormat.NDHWC);
  }

  private static ConvolutionLayer.Builder convolution() {
    return new ConvolutionLayer.Builder(3, 2).nOut(3);
  }

  private static LayerCase conv(String name, ConvolutionLayer.Builder builder) {
    return Chains.image(ConvolutionLayer.class, name, builder.build());
  }

  private static LayerCase nhwc(String name, Class<? extends Layer> covers, Layer layer) {
    return Chains.network(
        covers,
        name,
        () -> Minibatches.classified(3, 3, 7, 6, 2),
        InputType.convolutional(7, 6, 2, CNN2DFormat.NHWC),
        convolution().dataFormat(CNN2DFormat.NHWC).build(),
        layer,
        Chains.output(3));
  }

  private static Convolution2D convolution2D() {
    Convolution2D layer = new Convolution2D();
    layer.setKernelSize(new int[] {3, 2});
    layer.setStride(new int[] {1, 1});
    layer.setPadding(new int[] {0, 0});
    layer.setNOut(3);
    return layer;
  }

  private static Convolution1D convolution1D() {
    Convolution1D layer = new Convolution1D();
    layer.setKernelSize(new int[] {3, 1});
    layer.setStride(new int[] {1, 1});
    layer.setPadding(new int[] {1, 0});
    layer.setNOut(3);
    return layer;
  }
}
