// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small graphs of the kinds that people train, each with a minibatch that can be learned. */
enum TrainedGraph {
  /** Two views of an example, two questions about it; the second output sees the first's layer. */
  TWO_INPUTS_TWO_OUTPUTS {
    @Override
    void build(GraphBuilder graph) {
      graph
          .addInputs("left", "right")
          .addLayer("a", dense(10), "left")
          .addLayer("b", dense(10), "right")
          .addVertex("both", new MergeVertex(), "a", "b")
          .addLayer("c", dense(12), "both")
          .addLayer("d", dense(12), "c", "right")
          .addLayer("class", classes(CLASSES), "c")
          .addLayer(
              "pattern",
              new OutputLayer.Builder(LossFunction.XENT)
                  .nOut(2)
                  .activation(Activation.SIGMOID)
                  .build(),
              "d")
          .setOutputs("class", "pattern")
          .setInputTypes(InputType.feedForward(6), InputType.feedForward(4));
    }

    @Override
    MultiDataSet data() {
      INDArray classes = Nd4j.zeros(DataType.DOUBLE, SAMPLES, CLASSES);
      INDArray patterns = Nd4j.zeros(DataType.DOUBLE, SAMPLES, 2);
      for (int i = 0; i < SAMPLES; i++) {
        classes.putScalar(i, i % CLASSES, 1.0);
        patterns.putScalar(i, i % 2, 1.0);
      }
      INDArray[] features = {
        Nd4j.randn(DataType.DOUBLE, SAMPLES, 6), Nd4j.randn(DataType.DOUBLE, SAMPLES, 4)
      };
      return new MultiDataSet(features, new INDArray[] {classes, patterns});
    }
  },
  /** Three residual blocks with batch normalisation, the second of which halves the image. */
  RESNET {
    @Override
    void build(GraphBuilder graph) {
      graph.addInputs("in").setInputTypes(InputType.convolutional(SIDE, SIDE, 1));
      normalised(graph, "stem", "in", 6, 1, true);
      block(graph, "first", "stem", 6, 1);
      block(graph, "second", "first", 8, 2);
      block(graph, "third", "second", 8, 1);
      graph
          .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "third")
          .addLayer("out", classes(CLASSES), "pool")
          .setOutputs("out");
    }

    @Override
    MultiDataSet data() {
      INDArray labels = Nd4j.zeros(DataType.DOUBLE, SAMPLES, CLASSES);
      for (int i = 0; i < SAMPLES; i++) {
        labels.putScalar(i, i % CLASSES, 1.0);
      }
      return new MultiDataSet(stripes().addi(Nd4j.randn(DataType.DOUBLE, SHAPE).muli(0.1)), labels);
    }
  },
  /** Encoder, bottleneck, and a decoder that hears the encoder's first convolution. */
  U_SHAPED_AUTOENCODER {
    @Override
    void build(GraphBuilder graph) {
      graph
          .addInputs("in")
          .addLayer("down1", convolution(6, 1, Activation.TANH), "in")
          .addLayer("pool1", pooling(), "down1")
          .addLayer("down2", convolution(8, 1, Activation.TANH), "pool1")
          .addLayer("pool2", pooling(), "down2")
          .addLayer("bottom", convolution(8, 1, Activation.TANH), "pool2")
          .addLayer("up2", new Upsampling2D.Builder(2).build(), "bottom")
          .addVertex("skip2", new MergeVertex(), "up2", "down2")
          .addLayer("joined2", convolution(6, 1, Activation.TANH), "skip2")
          .addLayer("up1", new Upsampling2D.Builder(2).build(), "joined2")
          .addLayer("joined1", convolution(2, 1, Activation.TANH), "up1")
          .addLayer(
              "out",
              new OutputLayer.Builder(LossFunction.XENT)
                  .nOut(SIDE * SIDE)
                  .activation(Activation.SIGMOID)
                  .build(),
              "joined1")
          .setOutputs("out")
          .setInputTypes(InputType.convolutional(SIDE, SIDE, 1));
    }

    @Override
    MultiDataSet data() {
      INDArray images = stripes();
      return new MultiDataSet(images, images.dup().reshape(SAMPLES, SIDE * SIDE));
    }
  };

  private static final int SAMPLES = 8;
  private static final int CLASSES = 4;
  private static final int SIDE = 8;
  private static final long[] SHAPE = {SAMPLES, 1, SIDE, SIDE};

  abstract void build(GraphBuilder graph);

  abstract MultiDataSet data();

  /** A minibatch, the same at every call. */
  MultiDataSet batch() {
    Nd4j.getRandom().setSeed(7);
    return data();
  }

  /** A new network in double, with the same weights at every call. */
  ComputationGraph network() {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .dataType(DataType.DOUBLE)
            .activation(Activation.TANH)
            .updater(new Adam(1e-2))
            .graphBuilder();
    build(graph);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  private static OutputLayer classes(int units) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(units)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static ConvolutionLayer convolution(int channels, int stride, Activation activation) {
    return new ConvolutionLayer.Builder(3, 3)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .nOut(channels)
        .activation(activation)
        .build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  /** Convolution and batch normalisation, and a rectifier of the given name. */
  private static void normalised(
      GraphBuilder graph, String name, String from, int channels, int stride, boolean rectified) {
    String normalisation = rectified ? name + "-norm" : name;
    graph
        .addLayer(name + "-conv", convolution(channels, stride, Activation.IDENTITY), from)
        .addLayer(normalisation, new BatchNormalization(), name + "-conv");
    if (rectified) {
      graph.addLayer(name, new ActivationLayer(Activation.RELU), normalisation);
    }
  }

  /** relu(F(x) + x), with a projection of x where the shape changes. */
  private static void block(
      GraphBuilder graph, String name, String from, int channels, int stride) {
    normalised(graph, name + "-a", from, channels, stride, true);
    normalised(graph, name + "-b", name + "-a", channels, 1, false);
    String shortcut = from;
    if (stride > 1) {
      shortcut = name + "-s";
      normalised(graph, shortcut, from, channels, stride, false);
    }
    graph
        .addVertex(
            name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-b", shortcut)
        .addLayer(name, new ActivationLayer(Activation.RELU), name + "-sum");
  }

  /** Two bright rows an image, or two bright columns; where they are depends on the class. */
  private static INDArray stripes() {
    INDArray images = Nd4j.zeros(DataType.DOUBLE, SHAPE);
    for (int i = 0; i < SAMPLES; i++) {
      int place = 2 * (i % CLASSES);
      boolean row = i % 2 == 0;
      INDArray image = images.get(NDArrayIndex.point(i), NDArrayIndex.point(0));
      image
          .get(
              row ? NDArrayIndex.interval(place, place + 2) : NDArrayIndex.all(),
              row ? NDArrayIndex.all() : NDArrayIndex.interval(place, place + 2))
          .assign(1.0);
    }
    return images;
  }
}
