// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Configurations of the networks that are chains of layers. */
final class Chains {
  static final int CLASSES = 10;
  private static final int RECURRENT_UNITS = 128;

  private Chains() {}

  /**
   * A multilayer perceptron.
   *
   * @param inputs features
   * @param depth hidden layers
   * @param width units of each
   * @return with ReLU
   */
  static MultiLayerConfiguration mlp(int inputs, int depth, int width) {
    NeuralNetConfiguration.ListBuilder list = base().list();
    for (int l = 0; l < depth; l++) {
      list.layer(dense(width));
    }
    return list.layer(output()).setInputType(InputType.feedForward(inputs)).build();
  }

  /** The convolutional net of Alonso et al. 2023. */
  static MultiLayerConfiguration cnn() {
    return base()
        .list()
        .layer(strided(64, 5))
        .layer(strided(128, 5))
        .layer(strided(256, 3))
        .layer(output())
        .setInputType(InputType.convolutional(32, 32, 3))
        .build();
  }

  /** Convolutions with max pooling, and a dense layer. */
  static MultiLayerConfiguration leNet() {
    return base()
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(20).build())
        .layer(pooling())
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(50).build())
        .layer(pooling())
        .layer(dense(500))
        .layer(output())
        .setInputType(InputType.convolutional(28, 28, 1))
        .build();
  }

  /**
   * A simple recurrence, many to one.
   *
   * @param steps of the sequence
   * @return with tanh
   */
  static MultiLayerConfiguration recurrent(int steps) {
    return base()
        .list()
        .layer(new LastTimeStep(simpleRnn()))
        .layer(output())
        .setInputType(InputType.recurrent(28, steps))
        .build();
  }

  /**
   * Two simple recurrences, many to one.
   *
   * @param steps of the sequence
   * @return with tanh
   */
  static MultiLayerConfiguration stackedRecurrent(int steps) {
    return base()
        .list()
        .layer(simpleRnn())
        .layer(new LastTimeStep(simpleRnn()))
        .layer(output())
        .setInputType(InputType.recurrent(28, steps))
        .build();
  }

  private static SimpleRnn simpleRnn() {
    return new SimpleRnn.Builder().nOut(RECURRENT_UNITS).activation(Activation.TANH).build();
  }

  /** Long short-term memory, many to one, 28 steps. */
  static MultiLayerConfiguration lstm() {
    return of(InputType.recurrent(28, 28), List.of(new LastTimeStep(memory())));
  }

  /** The same over a simple recurrence. */
  static MultiLayerConfiguration stackedLstm() {
    return of(InputType.recurrent(28, 28), List.of(simpleRnn(), new LastTimeStep(memory())));
  }

  private static LSTM memory() {
    return new LSTM.Builder().nOut(RECURRENT_UNITS).activation(Activation.TANH).build();
  }

  /** A pointwise convolution to 64 channels of 16×16, batch-normalised. */
  static MultiLayerConfiguration normalized() {
    return of(
        InputType.convolutional(16, 16, 3),
        List.of(new ConvolutionLayer.Builder(1, 1).nOut(64).build(), new BatchNormalization()));
  }

  /**
   * Layers under a softmax output layer.
   *
   * @param type of the input
   * @param layers all below the output layer
   * @return with ReLU where a layer does not say otherwise
   */
  static MultiLayerConfiguration of(InputType type, List<Layer> layers) {
    NeuralNetConfiguration.ListBuilder list = base().list();
    layers.forEach(list::layer);
    return list.layer(output()).setInputType(type).build();
  }

  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .dataType(DataType.FLOAT)
        .updater(new Sgd(0.01))
        .activation(Activation.RELU);
  }

  private static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  private static ConvolutionLayer strided(int channels, int kernel) {
    return new ConvolutionLayer.Builder(kernel, kernel).stride(2, 2).nOut(channels).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
