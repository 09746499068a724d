// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Small networks with one layer type each, between two convolutions of its number of dimensions
 * where it is a layer of sequences, images or volumes; minibatch 32.
 */
@SuppressWarnings("ImmutableEnumChecker") // none of what the constants hold is modified
enum LayerNet {
  /** Between convolutions of its own kind. */
  CONVOLUTION_1D(Input.SEQUENCE, () -> new Convolution1DLayer.Builder(5).nOut(32).build()),
  /** Window 2. */
  SUBSAMPLING_1D(Input.SEQUENCE, () -> new Subsampling1DLayer.Builder(2).stride(2).build()),
  /** Doubled. */
  UPSAMPLING_1D(Input.SEQUENCE, () -> new Upsampling1D.Builder(2).build()),
  /** 2 steps before and after. */
  ZERO_PADDING_1D(Input.SEQUENCE, () -> new ZeroPadding1DLayer.Builder(2).build()),
  /** 2 steps before and after. */
  CROPPING_1D(Input.SEQUENCE, () -> new Cropping1D.Builder(2).build()),
  /** Window 3. */
  LOCALLY_CONNECTED_1D(
      Input.SEQUENCE, () -> new LocallyConnected1D.Builder().kernelSize(3).nOut(32).build()),
  /** Window 3×3. */
  DEPTHWISE_CONVOLUTION_2D(
      Input.IMAGE,
      () -> same(new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).nOut(32)).build()),
  /** Window 3×3. */
  SEPARABLE_CONVOLUTION_2D(
      Input.IMAGE, () -> same(new SeparableConvolution2D.Builder(3, 3).nOut(32)).build()),
  /** Window 2×2, stride 2. */
  DECONVOLUTION_2D(
      Input.IMAGE, () -> new Deconvolution2D.Builder(2, 2).stride(2, 2).nOut(16).build()),
  /** Doubled. */
  UPSAMPLING_2D(Input.IMAGE, () -> new Upsampling2D.Builder(2).build()),
  /** 1 pixel on each side. */
  ZERO_PADDING_2D(Input.IMAGE, () -> new ZeroPaddingLayer.Builder(1, 1).build()),
  /** 1 pixel on each side. */
  CROPPING_2D(Input.IMAGE, () -> new Cropping2D.Builder(1, 1).build()),
  /** Over 5 channels. */
  LOCAL_RESPONSE_NORMALIZATION(Input.IMAGE, () -> new LocalResponseNormalization.Builder().build()),
  /** A slope for each unit. */
  PRELU(Input.IMAGE, () -> new PReLULayer.Builder().inputShape(16, 12, 12).build()),
  /** Window 3×3. */
  LOCALLY_CONNECTED_2D(
      Input.SMALL_IMAGE,
      () -> new LocallyConnected2D.Builder().kernelSize(3, 3).stride(2, 2).nOut(16).build()),
  /** Blocks 2×2. */
  SPACE_TO_DEPTH(Input.IMAGE, () -> new SpaceToDepthLayer.Builder<>(2, CNN2DFormat.NCHW).build()),
  /** Averages of images. */
  GLOBAL_POOLING_IMAGES(Input.POOLED_IMAGE, () -> pooling(PoolingType.AVG)),
  /** Maxima of images. */
  GLOBAL_MAX_POOLING_IMAGES(Input.POOLED_IMAGE, () -> pooling(PoolingType.MAX)),
  /** Maxima over time. */
  GLOBAL_MAX_POOLING_SEQUENCES(Input.POOLED_SEQUENCE, () -> pooling(PoolingType.MAX)),
  /** Between convolutions of its own kind. */
  CONVOLUTION_3D(Input.VOLUME, () -> volumes(1)),
  /** Window 2×2×2, stride 2. */
  DECONVOLUTION_3D(
      Input.VOLUME,
      () -> new Deconvolution3D.Builder().kernelSize(2, 2, 2).stride(2, 2, 2).nOut(8).build()),
  /** Window 2×2×2. */
  SUBSAMPLING_3D(
      Input.VOLUME, () -> new Subsampling3DLayer.Builder(2, 2, 2).stride(2, 2, 2).build()),
  /** Doubled. */
  UPSAMPLING_3D(
      Input.VOLUME, () -> new Upsampling3D.Builder(Convolution3D.DataFormat.NCDHW, 2).build()),
  /** 1 on each side. */
  ZERO_PADDING_3D(Input.VOLUME, () -> new ZeroPadding3DLayer.Builder(1, 1, 1).build()),
  /** 1 on each side. */
  CROPPING_3D(Input.VOLUME, () -> new Cropping3D.Builder(1, 1, 1).build()),
  /** A word an example. */
  EMBEDDING(Input.ONE_WORD, () -> new EmbeddingLayer.Builder().nIn(Input.WORDS).nOut(128).build()),
  /** 32 words an example. */
  EMBEDDING_SEQUENCE(
      Input.WORDS_IN_ORDER,
      () -> new EmbeddingSequenceLayer.Builder().nIn(Input.WORDS).nOut(32).build());

  private static final int BATCH = 32;

  private final Input input;
  private final Supplier<Layer> layer;

  /** What the layer works on, and what stands around it. */
  private enum Input {
    SEQUENCE(InputType.recurrent(16, 32), 16, 32) {
      @Override
      List<Layer> around(Layer layer) {
        return List.of(sequences(1), layer, sequences(2), pooling(PoolingType.AVG));
      }
    },
    POOLED_SEQUENCE(InputType.recurrent(16, 32), 16, 32) {
      @Override
      List<Layer> around(Layer layer) {
        return List.of(sequences(1), layer);
      }
    },
    IMAGE(InputType.convolutional(12, 12, 4), 4, 12, 12) {
      @Override
      List<Layer> around(Layer layer) {
        return List.of(images(1), layer, images(2));
      }
    },
    SMALL_IMAGE(InputType.convolutional(6, 6, 4), 4, 6, 6) {
      @Override
      List<Layer> around(Layer layer) {
        return List.of(images(1), layer, images(2));
      }
    },
    POOLED_IMAGE(InputType.convolutional(12, 12, 4), 4, 12, 12) {
      @Override
      List<Layer> around(Layer layer) {
        return List.of(images(1), layer);
      }
    },
    VOLUME(InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 6, 6, 6, 2), 2, 6, 6, 6) {
      @Override
      List<Layer> around(Layer layer) {
        return List.of(volumes(1), layer, volumes(2));
      }
    },
    ONE_WORD(InputType.feedForward(Input.WORDS), 1) {
      @Override
      List<Layer> around(Layer layer) {
        return List.of(layer, new DenseLayer.Builder().nOut(128).build());
      }
    },
    WORDS_IN_ORDER(InputType.recurrent(Input.WORDS, 32), 1, 32) {
      @Override
      List<Layer> around(Layer layer) {
        return List.of(layer, sequences(1), pooling(PoolingType.AVG));
      }
    };

    private static final int WORDS = 2000;

    private final InputType type;
    private final long[] shape;

    Input(InputType type, long... shape) {
      this.type = type;
      this.shape = shape;
    }

    abstract List<Layer> around(Layer layer);

    private boolean isWords() {
      return this == ONE_WORD || this == WORDS_IN_ORDER;
    }
  }

  LayerNet(Input input, Supplier<Layer> layer) {
    this.input = input;
    this.layer = layer;
  }

  /** {@return a heading} */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@return a network, the same at every call, trained by backpropagation} */
  Training training() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(Chains.of(input.type, input.around(layer.get())));
    network.init();
    return Training.of(network);
  }

  /** {@return a minibatch of noise with random labels, the same at every call} */
  DataSet data() {
    DataSet data = BenchmarkNet.data(BATCH, input.shape);
    if (input.isWords()) {
      INDArray words = data.getFeatures();
      words.assign(Transforms.floor(words.mul(Input.WORDS)));
    }
    return data;
  }

  private static Layer sequences(int stride) {
    return new Convolution1DLayer.Builder(5).stride(stride).nOut(32).build();
  }

  private static Layer images(int stride) {
    return same(new ConvolutionLayer.Builder(3, 3).stride(stride, stride).nOut(16)).build();
  }

  private static Layer volumes(int stride) {
    return new Convolution3D.Builder(3, 3, 3)
        .stride(stride, stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .nOut(8)
        .build();
  }

  private static <T extends ConvolutionLayer.BaseConvBuilder<T>> T same(T builder) {
    return builder.convolutionMode(ConvolutionMode.Same);
  }

  private static Layer pooling(PoolingType type) {
    return new GlobalPoolingLayer.Builder(type).build();
  }
}
