// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jpc.examples.data.ImageShape;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The papers' networks: ordinary DL4J configurations. */
final class PaperNets {
  private static final int CLASSES = 10;

  private PaperNets() {}

  /**
   * A multilayer perceptron with ReLU, softmax and cross-entropy.
   *
   * @param input shape of the images
   * @param hidden units of each hidden layer
   * @param updater of all layers
   * @param type of parameters
   * @param seed of the weights
   * @return initialised
   */
  static MultiLayerNetwork mlp(
      ImageShape input, int[] hidden, IUpdater updater, DataType type, long seed) {
    return mlp(input, hidden, base(updater, type, seed), WeightInit.XAVIER);
  }

  /**
   * The same with the weights of hidden layers as PyTorch draws them, uniform within 1/√n_in, of
   * which authors whose code is in PyTorch say nothing.
   *
   * @param input shape of the images
   * @param hidden units of each hidden layer
   * @param updater of all layers
   * @param type of parameters
   * @param seed of the weights
   * @return initialised
   */
  static MultiLayerNetwork smallMlp(
      ImageShape input, int[] hidden, IUpdater updater, DataType type, long seed) {
    return smallMlp(input, hidden, Activation.RELU, updater, type, seed);
  }

  /**
   * The same with another activation.
   *
   * @param input shape of the images
   * @param hidden units of each hidden layer
   * @param activation of the hidden layers
   * @param updater of all layers
   * @param type of parameters
   * @param seed of the weights
   * @return initialised
   */
  static MultiLayerNetwork smallMlp(
      ImageShape input,
      int[] hidden,
      Activation activation,
      IUpdater updater,
      DataType type,
      long seed) {
    NeuralNetConfiguration.Builder base = base(updater, type, seed);
    return mlp(
        input,
        hidden,
        base.weightInit(WeightInit.UNIFORM).activation(activation),
        WeightInit.XAVIER);
  }

  /**
   * The same with the weights of all layers so drawn.
   *
   * @param input shape of the images
   * @param hidden units of each hidden layer
   * @param updater of all layers
   * @param type of parameters
   * @param seed of the weights
   * @return initialised
   */
  static MultiLayerNetwork uniformMlp(
      ImageShape input, int[] hidden, IUpdater updater, DataType type, long seed) {
    return mlp(
        input,
        hidden,
        base(updater, type, seed).weightInit(WeightInit.UNIFORM),
        WeightInit.UNIFORM);
  }

  private static MultiLayerNetwork mlp(
      ImageShape input, int[] hidden, NeuralNetConfiguration.Builder base, WeightInit output) {
    return initialised(dense(base, hidden), image(input), output);
  }

  private static NeuralNetConfiguration.ListBuilder dense(
      NeuralNetConfiguration.Builder base, int[] hidden) {
    NeuralNetConfiguration.ListBuilder list = base.list();
    for (int units : hidden) {
      list.layer(new DenseLayer.Builder().nOut(units).build());
    }
    return list;
  }

  /**
   * {@link #convolutional(ImageShape, int[], IUpdater, DataType, long)} with parameters of 32 bits.
   *
   * @param input shape of the images
   * @param widths channels of the three layers
   * @param updater of all layers
   * @param seed of the weights
   * @return initialised
   */
  static MultiLayerNetwork convolutional(
      ImageShape input, int[] widths, IUpdater updater, long seed) {
    return convolutional(input, widths, updater, DataType.FLOAT, seed);
  }

  /**
   * The small convolutional net of Alonso et al. 2023: C64-5s2, C128-5s2, C256-3s2, FC10, ReLU, no
   * pooling; weights as in {@link #uniformMlp}.
   *
   * @param input shape of the images
   * @param widths channels of the three layers
   * @param updater of all layers
   * @param type of parameters
   * @param seed of the weights
   * @return initialised
   */
  static MultiLayerNetwork convolutional(
      ImageShape input, int[] widths, IUpdater updater, DataType type, long seed) {
    NeuralNetConfiguration.ListBuilder list =
        base(updater, type, seed).weightInit(WeightInit.UNIFORM).list();
    int[] kernels = {5, 5, 3};
    for (int l = 0; l < widths.length; l++) {
      list.layer(
          new ConvolutionLayer.Builder(kernels[l], kernels[l])
              .stride(2, 2)
              .convolutionMode(ConvolutionMode.Same)
              .nOut(widths[l])
              .build());
    }
    return initialised(list, image(input), WeightInit.UNIFORM);
  }

  /**
   * A many-to-one recurrent net with tanh, for images read row by row (see {@link #rows}).
   *
   * @param input shape of the images
   * @param hidden units
   * @param updater of all layers
   * @param type of parameters
   * @param seed of the weights
   * @return initialised
   */
  static MultiLayerNetwork recurrent(
      ImageShape input, int hidden, IUpdater updater, DataType type, long seed) {
    SimpleRnn rnn = new SimpleRnn.Builder().nOut(hidden).activation(Activation.TANH).build();
    NeuralNetConfiguration.ListBuilder list =
        base(updater, type, seed).weightInit(WeightInit.XAVIER).list().layer(new LastTimeStep(rnn));
    return initialised(
        list,
        InputType.recurrent((long) input.width() * input.channels(), input.height()),
        WeightInit.XAVIER);
  }

  /**
   * An autoencoder with ReLU, a sigmoid and binary cross-entropy.
   *
   * @param input shape of the images
   * @param hidden units of each hidden layer
   * @param updater of all layers
   * @param type of parameters
   * @param seed of the weights
   * @return initialised, for data as {@link #targets} makes them
   */
  static MultiLayerNetwork autoencoder(
      ImageShape input, int[] hidden, IUpdater updater, DataType type, long seed) {
    NeuralNetConfiguration.ListBuilder list =
        dense(base(updater, type, seed).weightInit(WeightInit.UNIFORM), hidden)
            .layer(
                new OutputLayer.Builder(LossFunction.XENT)
                    .nOut(input.values())
                    .activation(Activation.SIGMOID)
                    .build());
    return built(list, image(input));
  }

  /**
   * Images as their own targets.
   *
   * @param images features [B, channels, height, width]
   * @return the same features, labels [B, channels · height · width]
   */
  static DataSet targets(DataSet images) {
    INDArray x = images.getFeatures();
    return new DataSet(x, x.dup('c').reshape(x.size(0), -1));
  }

  /**
   * Images as sequences: a row of pixels a time step.
   *
   * @param images features [B, channels, height, width]
   * @return features [B, channels · width, height], the same labels
   */
  static DataSet rows(DataSet images) {
    INDArray x = images.getFeatures();
    INDArray rows =
        x.permute(0, 1, 3, 2).dup('c').reshape(x.size(0), x.size(1) * x.size(3), x.size(2));
    return new DataSet(rows, images.getLabels());
  }

  private static NeuralNetConfiguration.Builder base(IUpdater updater, DataType type, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(type)
        .updater(updater)
        .activation(Activation.RELU)
        .weightInit(WeightInit.RELU);
  }

  private static InputType image(ImageShape shape) {
    return InputType.convolutional(shape.height(), shape.width(), shape.channels());
  }

  private static MultiLayerNetwork initialised(
      NeuralNetConfiguration.ListBuilder list, InputType input, WeightInit output) {
    return built(
        list.layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .weightInit(output)
                .build()),
        input);
  }

  private static MultiLayerNetwork built(NeuralNetConfiguration.ListBuilder list, InputType input) {
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    return network;
  }
}
