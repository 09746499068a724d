// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Cases by the kind of array that the layer works on: what stands below and above it. */
final class Chains {
  private static final int CLASSES = 3;

  private Chains() {}

  /**
   * Layers on [B, 7] between a dense layer and an output layer.
   *
   * @param covers the class
   * @param name of the case
   * @param layers what stands between
   * @return the case
   */
  static LayerCase rows(Class<? extends Layer> covers, String name, Layer... layers) {
    return LayerCase.of(
        covers,
        name,
        () -> chain(InputType.feedForward(6), join(dense(7), layers, output(CLASSES))),
        () -> Minibatches.classified(CLASSES, 4, 6));
  }

  /**
   * Layers on [B, 5, 5] between an LSTM and an output layer for every time step.
   *
   * @param covers the class
   * @param name of the case
   * @param layers what stands between
   * @return the case
   */
  static LayerCase sequence(Class<? extends Layer> covers, String name, Layer... layers) {
    return LayerCase.of(
        covers,
        name,
        () -> chain(sequenceType(), join(lstm(5), layers, rnnOutput(2))),
        Minibatches::sequences);
  }

  /**
   * Layers on [B, 5, 5] between an LSTM and an output layer for the whole sequence; one of them
   * takes the time away.
   *
   * @param covers the class
   * @param name of the case
   * @param layers what stands between
   * @return the case
   */
  static LayerCase pooledSequence(Class<? extends Layer> covers, String name, Layer... layers) {
    return LayerCase.of(
        covers,
        name,
        () -> chain(sequenceType(), join(lstm(5), layers, output(CLASSES))),
        () -> Minibatches.classified(CLASSES, 3, 4, 5));
  }

  /**
   * Layers on [B, 4, 6, 5] between a convolution and an output layer.
   *
   * @param covers the class
   * @param name of the case
   * @param layers what stands between
   * @return the case
   */
  static LayerCase image(Class<? extends Layer> covers, String name, Layer... layers) {
    Layer below = new ConvolutionLayer.Builder(2, 2).nOut(4).build();
    return LayerCase.of(
        covers,
        name,
        () -> chain(InputType.convolutional(7, 6, 2), join(below, layers, output(CLASSES))),
        () -> Minibatches.classified(CLASSES, 3, 2, 7, 6));
  }

  /**
   * Layers on [B, 2, 4, 4, 3] between two convolutions; averages over space go to the output layer.
   *
   * @param covers the class
   * @param name of the case
   * @param layers what stands between
   * @return the case
   */
  static LayerCase volume(Class<? extends Layer> covers, String name, Layer... layers) {
    InputType type = InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 5, 4, 4, 2);
    Layer below = new Convolution3D.Builder(2, 1, 2).nOut(2).build();
    List<Layer> between = new ArrayList<>(Arrays.asList(layers));
    between.add(new Convolution3D.Builder(1, 2, 1).nOut(3).build());
    between.add(average());
    return LayerCase.of(
        covers,
        name,
        () -> chain(type, join(below, between.toArray(new Layer[0]), output(CLASSES))),
        () -> Minibatches.classified(CLASSES, 2, 2, 5, 4, 4));
  }

  /**
   * Any network.
   *
   * @param covers the class
   * @param name of the case
   * @param data a minibatch
   * @param type of the input
   * @param layers all of them
   * @return the case
   */
  static LayerCase network(
      Class<? extends Layer> covers,
      String name,
      Supplier<DataSet> data,
      InputType type,
      Layer... layers) {
    return LayerCase.of(covers, name, () -> chain(type, layers), data);
  }

  /**
   * A network in double with tanh where a layer does not say otherwise.
   *
   * @param type of the input
   * @param layers all of them
   * @return its configuration
   */
  static MultiLayerConfiguration chain(InputType type, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .dataType(DataType.DOUBLE)
            .activation(Activation.TANH)
            .list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.setInputType(type).build();
  }

  private static Layer[] join(Layer below, Layer[] layers, Layer above) {
    List<Layer> all = new ArrayList<>(List.of(below));
    all.addAll(Arrays.asList(layers));
    all.add(above);
    return all.toArray(new Layer[0]);
  }

  static InputType sequenceType() {
    return InputType.recurrent(4, 5);
  }

  static DenseLayer dense(int width) {
    return new DenseLayer.Builder().nOut(width).build();
  }

  static LSTM lstm(int width) {
    return new LSTM.Builder().nOut(width).build();
  }

  static GlobalPoolingLayer average() {
    return new GlobalPoolingLayer.Builder(PoolingType.AVG).build();
  }

  static OutputLayer output(int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static RnnOutputLayer rnnOutput(int classes) {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
