// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The networks that training times are compared on: FP32, SGD, softmax and cross-entropy, 10
 * classes.
 */
public enum BenchmarkNet {
  /** 3072-3×1024-10, minibatch 64. */
  BIG_MLP("MLP 3072-3x1024-10, B 64", 64) {
    @Override
    MultiLayerConfiguration configuration() {
      return base()
          .list()
          .layer(dense(1024))
          .layer(dense(1024))
          .layer(dense(1024))
          .layer(output())
          .setInputType(InputType.feedForward(3072))
          .build();
    }

    @Override
    long[] shape() {
      return new long[] {3072};
    }
  },
  /** 784-2×128-10, minibatch 20. */
  SMALL_MLP("MLP 784-2x128-10, B 20", 20) {
    @Override
    MultiLayerConfiguration configuration() {
      return base()
          .list()
          .layer(dense(128))
          .layer(dense(128))
          .layer(output())
          .setInputType(InputType.feedForward(784))
          .build();
    }

    @Override
    long[] shape() {
      return new long[] {784};
    }
  },
  /** C64-5s2, C128-5s2, C256-3s2, FC10 on 32×32×3, minibatch 64. */
  CNN("CNN C64-C128-C256-FC10, B 64", 64) {
    @Override
    MultiLayerConfiguration configuration() {
      return base()
          .list()
          .layer(convolution(64, 5))
          .layer(convolution(128, 5))
          .layer(convolution(256, 3))
          .layer(output())
          .setInputType(InputType.convolutional(32, 32, 3))
          .build();
    }

    @Override
    long[] shape() {
      return new long[] {3, 32, 32};
    }
  },
  /** SimpleRnn 128 over 28 steps of 28 values, many to one, minibatch 32. */
  RNN("SimpleRnn 128, 28x28, B 32", 32) {
    @Override
    MultiLayerConfiguration configuration() {
      return base()
          .list()
          .layer(
              new LastTimeStep(
                  new SimpleRnn.Builder().nOut(128).activation(Activation.TANH).build()))
          .layer(output())
          .setInputType(InputType.recurrent(28, 28))
          .build();
    }

    @Override
    long[] shape() {
      return new long[] {28, 28};
    }
  };

  private static final int CLASSES = 10;

  private final String title;
  private final int batch;

  BenchmarkNet(String title, int batch) {
    this.title = title;
    this.batch = batch;
  }

  /**
   * What it is.
   *
   * @return a heading
   */
  public String title() {
    return title;
  }

  abstract MultiLayerConfiguration configuration();

  abstract long[] shape();

  /**
   * A network, the same at every call.
   *
   * @return initialised
   */
  public MultiLayerNetwork network() {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration());
    network.init();
    return network;
  }

  /**
   * A minibatch of noise with random labels, the same at every call.
   *
   * @return the minibatch
   */
  public DataSet data() {
    long[] shape = new long[shape().length + 1];
    shape[0] = batch;
    System.arraycopy(shape(), 0, shape, 1, shape().length);
    Nd4j.getRandom().setSeed(11);
    INDArray features = Nd4j.rand(DataType.FLOAT, shape);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, (7L * i + 3) % CLASSES, 1.0);
    }
    return new DataSet(features, labels);
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

  private static ConvolutionLayer convolution(int channels, int kernel) {
    return new ConvolutionLayer.Builder(kernel, kernel).stride(2, 2).nOut(channels).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
