// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jpc.examples.data.ImageShape;
import org.dl4jpc.examples.data.Images;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * An ordinary DL4J configuration, which knows nothing of predictive coding: two convolutions with
 * max pooling, a dense layer and a softmax output, after LeNet-5 (LeCun et al. 1998) with ReLU.
 */
final class LeNet {

  private static final int FILTERS_1 = 8;
  private static final int FILTERS_2 = 16;
  private static final int UNITS = 64;

  /** Fewer pixels in a direction leave nothing after the second pooling. */
  private static final int MIN_SIDE = 16;

  private LeNet() {}

  /**
   * Makes the configuration.
   *
   * @param shape of the images
   * @param settings that give the seed, Adam's learning rate and the data type
   * @return the configuration
   * @throws IllegalArgumentException if the images are too small
   */
  static MultiLayerConfiguration configuration(ImageShape shape, RunSettings settings) {
    if (Math.min(shape.height(), shape.width()) < MIN_SIDE) {
      throw new IllegalArgumentException(
          "illegal image shape %s, must be at least %d x %d".formatted(shape, MIN_SIDE, MIN_SIDE));
    }
    return new NeuralNetConfiguration.Builder()
        .seed(settings.seed())
        .dataType(settings.dataType())
        .weightInit(WeightInit.RELU)
        .activation(Activation.RELU)
        .updater(new Adam(settings.learningRate()))
        .convolutionMode(ConvolutionMode.Truncate)
        .list()
        .layer(convolution(FILTERS_1))
        .layer(pooling())
        .layer(convolution(FILTERS_2))
        .layer(pooling())
        .layer(new DenseLayer.Builder().nOut(UNITS).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(Images.CLASSES)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(shape.height(), shape.width(), shape.channels()))
        .build();
  }

  private static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(5, 5).stride(1, 1).nOut(filters).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }
}
