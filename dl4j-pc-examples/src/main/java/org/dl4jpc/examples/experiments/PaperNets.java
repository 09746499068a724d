// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jpc.examples.data.ImageShape;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
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
    return mlp(
        input, hidden, base(updater, type, seed).weightInit(WeightInit.UNIFORM), WeightInit.XAVIER);
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
    NeuralNetConfiguration.ListBuilder list = base.list();
    for (int units : hidden) {
      list.layer(new DenseLayer.Builder().nOut(units).build());
    }
    return initialised(list, input, output);
  }

  /**
   * The small convolutional net of Alonso et al. 2023: C64-5s2, C128-5s2, C256-3s2, FC10, ReLU, no
   * pooling; weights as in {@link #uniformMlp}.
   *
   * @param input shape of the images
   * @param widths channels of the three layers
   * @param updater of all layers
   * @param seed of the weights
   * @return initialised
   */
  static MultiLayerNetwork convolutional(
      ImageShape input, int[] widths, IUpdater updater, long seed) {
    NeuralNetConfiguration.ListBuilder list =
        base(updater, DataType.FLOAT, seed).weightInit(WeightInit.UNIFORM).list();
    int[] kernels = {5, 5, 3};
    for (int l = 0; l < widths.length; l++) {
      list.layer(
          new ConvolutionLayer.Builder(kernels[l], kernels[l])
              .stride(2, 2)
              .convolutionMode(ConvolutionMode.Same)
              .nOut(widths[l])
              .build());
    }
    return initialised(list, input, WeightInit.UNIFORM);
  }

  private static NeuralNetConfiguration.Builder base(IUpdater updater, DataType type, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(type)
        .updater(updater)
        .activation(Activation.RELU)
        .weightInit(WeightInit.RELU);
  }

  private static MultiLayerNetwork initialised(
      NeuralNetConfiguration.ListBuilder list, ImageShape input, WeightInit output) {
    list.layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .weightInit(output)
                .build())
        .setInputType(InputType.convolutional(input.height(), input.width(), input.channels()));
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }
}
