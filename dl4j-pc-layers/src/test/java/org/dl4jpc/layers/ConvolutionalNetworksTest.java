// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Z-IL through the convolutional kernels is backpropagation, in whole networks. */
class ConvolutionalNetworksTest {
  private static final int CLASSES = 3;
  private static final int BATCH = 4;
  private static final CNN2DFormat NCHW = CNN2DFormat.NCHW;

  private static MultiLayerConfiguration network(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .dataType(DataType.DOUBLE)
            .updater(new Adam(0.01))
            .l2(1e-3)
            .activation(Activation.TANH)
            .list();
    Arrays.stream(layers).forEach(list::layer);
    return list.layer(
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(input)
        .build();
  }

  private static InputType images(CNN2DFormat format) {
    return InputType.convolutional(7, 9, 2, format);
  }

  private static ConvolutionLayer.Builder conv(CNN2DFormat format, int... kernel) {
    return new ConvolutionLayer.Builder(kernel)
        .nOut(5)
        .dataFormat(format)
        .convolutionMode(ConvolutionMode.Truncate);
  }

  private static SubsamplingLayer.Builder pool(CNN2DFormat format, PoolingType type) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(2, 2)
        .stride(1, 2)
        .pnorm(2)
        .dataFormat(format)
        .convolutionMode(ConvolutionMode.Truncate);
  }

  private static BatchNormalization.Builder norm(CNN2DFormat format) {
    return new BatchNormalization.Builder().dataFormat(format);
  }

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nOut(6);
  }

  private static MultiLayerConfiguration everything(CNN2DFormat format, boolean logarithmic) {
    return network(
        images(format),
        conv(format, 2, 3).stride(2, 1).hasBias(false).activation(Activation.IDENTITY).build(),
        norm(format).decay(0.7).useLogStd(logarithmic).build(),
        new ActivationLayer(Activation.RELU),
        pool(format, PoolingType.MAX).build(),
        conv(format, 2, 2).convolutionMode(ConvolutionMode.Same).build(),
        new DropoutLayer(0.7),
        dense().dropOut(0.8).activation(Activation.RELU).build(),
        norm(NCHW).useLogStd(!logarithmic).build());
  }

  private static Map<String, MultiLayerConfiguration> configurations() {
    Map<String, MultiLayerConfiguration> all = new LinkedHashMap<>();
    for (CNN2DFormat f : CNN2DFormat.values()) {
      all.put("everything " + f, everything(f, true));
      all.put("plain " + f, network(images(f), conv(f, 3, 3).build(), conv(f, 2, 3).build()));
      all.put(
          "dilated, padded " + f,
          network(
              images(f),
              conv(f, 2, 3).stride(2, 1).dilation(2, 2).padding(1, 2).build(),
              conv(f, 3, 2).padding(2, 1).build()));
      all.put(
          "same " + f,
          network(
              images(f),
              conv(f, 3, 2).convolutionMode(ConvolutionMode.Same).stride(2, 2).build(),
              conv(f, 2, 2).convolutionMode(ConvolutionMode.Same).dilation(2, 1).build()));
      all.put(
          "pointwise " + f,
          network(
              images(f),
              conv(f, 1, 1).build(),
              conv(f, 1, 1).nOut(4).build(),
              norm(f).build(),
              conv(f, 1, 1).stride(3, 2).hasBias(false).build()));
      for (PoolingType type :
          new PoolingType[] {PoolingType.MAX, PoolingType.AVG, PoolingType.PNORM}) {
        all.put(
            type + " " + f,
            network(
                images(f), conv(f, 2, 2).build(), pool(f, type).build(), conv(f, 2, 2).build()));
      }
      all.put(
          "pooling twice " + f,
          network(
              images(f),
              pool(f, PoolingType.AVG).avgPoolIncludePadInDivisor(true).padding(1, 1).build(),
              conv(f, 2, 2).build(),
              pool(f, PoolingType.AVG).convolutionMode(ConvolutionMode.Same).build(),
              pool(f, PoolingType.MAX).build()));
    }
    all.put(
        "locked normalisation",
        network(
            images(NCHW),
            conv(NCHW, 2, 2).build(),
            norm(NCHW).lockGammaBeta(true).gamma(1.3).beta(0.2).build(),
            conv(NCHW, 2, 2).build(),
            norm(NCHW).lockGammaBeta(true).build(),
            conv(NCHW, 2, 2).build(),
            norm(NCHW).lockGammaBeta(true).gamma(1.3).build()));
    all.put(
        "noise",
        network(
            images(NCHW),
            conv(NCHW, 2, 2).dropOut(0.8).build(),
            pool(NCHW, PoolingType.MAX).dropOut(0.5).build(),
            conv(NCHW, 2, 2).dropOut(new SpatialDropout(0.6)).activation(Activation.RELU).build(),
            norm(NCHW).build(),
            conv(NCHW, 2, 2).dropOut(new GaussianDropout(0.4)).build(),
            conv(NCHW, 2, 2).weightNoise(new DropConnect(0.7)).build(),
            new DropoutLayer(0.7)));
    all.put(
        "general kernels between",
        network(
            images(NCHW),
            conv(NCHW, 2, 2).build(),
            new LocalResponseNormalization.Builder().build(),
            new ConvolutionLayer.Builder(2, 2).nOut(3).activation(Activation.SOFTMAX).build(),
            new Upsampling2D.Builder(2).build(),
            pool(NCHW, PoolingType.MAX).build(),
            norm(NCHW).build()));
    all.put(
        "nodes everywhere NHWC",
        network(
            images(CNN2DFormat.NHWC),
            conv(CNN2DFormat.NHWC, 2, 2).build(),
            PcLayer.of(norm(CNN2DFormat.NHWC).build()).withNode().build(),
            PcLayer.of(pool(CNN2DFormat.NHWC, PoolingType.MAX).build()).withNode().build(),
            PcLayer.of(dense().build()).withoutNode().build(),
            PcLayer.of(new ActivationLayer(Activation.SIGMOID)).withNode().build()));
    all.put(
        "flat input, back and forth",
        network(
            InputType.convolutionalFlat(7, 9, 2),
            conv(NCHW, 2, 2).build(),
            dense().nOut(24).build(),
            norm(NCHW).build()));
    return all;
  }

  static Stream<Arguments> networks() {
    List<Arguments> all = new ArrayList<>();
    configurations()
        .forEach(
            (name, conf) -> {
              for (NodePlacement placement : NodePlacement.values()) {
                all.add(arguments(name, placement));
              }
            });
    return all.stream();
  }

  private static DataSet data(String name, long seed) {
    Nd4j.getRandom().setSeed(seed);
    long[] shape = {BATCH, 2, 7, 9};
    if (name.contains("NHWC")) {
      shape = new long[] {BATCH, 7, 9, 2};
    } else if (name.contains("flat")) {
      shape = new long[] {BATCH, 126};
    }
    INDArray labels = Nd4j.create(DataType.DOUBLE, BATCH, CLASSES);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, (i + seed) % CLASSES, 1.0);
    }
    return new DataSet(Nd4j.randn(DataType.DOUBLE, shape), labels);
  }

  private static MultiLayerNetwork reference(MultiLayerConfiguration conf) {
    MultiLayerNetwork network = new MultiLayerNetwork(conf.clone());
    network.init();
    return network;
  }

  private static MultiLayerNetwork twin(MultiLayerConfiguration conf, MultiLayerNetwork of) {
    MultiLayerNetwork network = new MultiLayerNetwork(conf.clone());
    network.init(of.params().dup(), false);
    return network;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void waveEqualsBackprop(String name, NodePlacement placement) {
    MultiLayerConfiguration conf = configurations().get(name);
    MultiLayerNetwork reference = reference(conf);
    MultiLayerNetwork network = twin(conf, reference);
    DataSet data = data(name, 5);
    INDArray expected = ReferenceGradients.backprop(reference, data, 3);
    INDArray actual = ReferenceGradients.wave(network, data, 3, placement);
    assertThat(ReferenceGradients.distance(actual, expected))
        .as(ReferenceGradients.distances(reference, actual, expected))
        .isLessThan(1e-12);
  }

  /** Parameters, the running statistics among them, after five steps of DL4J's own updater. */
  @Test
  void fiveUpdatesEqualDl4j() {
    for (boolean logarithmic : new boolean[] {true, false}) {
      MultiLayerConfiguration conf = everything(NCHW, logarithmic);
      MultiLayerNetwork reference = reference(conf);
      MultiLayerNetwork network = twin(conf, reference);
      network.initGradientsView();
      for (int step = 1; step <= 5; step++) {
        DataSet data = data("", step);
        Nd4j.getRandom().setSeed(step);
        reference.fit(data);
        MultiLayerNetwork worker = twin(conf, network);
        update(network, ReferenceGradients.wave(worker, data, step, NodePlacement.PRE_ACTIVATION));
      }
      reference
          .paramTable()
          .forEach(
              (name, expected) ->
                  assertThat(network.getParam(name).distance2(expected))
                      .as(name)
                      .isLessThan(1e-11 * (1 + expected.norm2Number().doubleValue())));
    }
  }

  private static void update(MultiLayerNetwork network, INDArray wave) {
    INDArray flat = network.getFlattenedGradients();
    flat.assign(wave.reshape(flat.shape()));
    Gradient gradient = new DefaultGradient(flat);
    for (int i = 0; i < network.getnLayers(); i++) {
      var layer = network.getLayer(i);
      if (layer.numParams() > 0) {
        int index = i;
        layer
            .conf()
            .getLayer()
            .initializer()
            .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
            .forEach((name, view) -> gradient.setGradientFor(index + "_" + name, view));
      }
    }
    network
        .getUpdater()
        .update(
            network,
            gradient,
            network.getIterationCount(),
            network.getEpochCount(),
            BATCH,
            LayerWorkspaceMgr.noWorkspaces());
    INDArray parameters = network.params();
    parameters.subi(flat.reshape(parameters.shape()));
    network.setIterationCount(network.getIterationCount() + 1);
  }
}
