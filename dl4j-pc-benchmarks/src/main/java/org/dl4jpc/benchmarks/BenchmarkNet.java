// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.ResNet50;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The networks that training times are compared on: FP32, softmax and cross-entropy. */
public enum BenchmarkNet {
  /** 3072-3×1024-10, minibatch 64. */
  BIG_MLP("MLP 3072-3x1024-10, B 64", 64) {
    @Override
    Training training() {
      return chain(Chains.mlp(3072, 3, 1024));
    }

    @Override
    long[] shape() {
      return new long[] {3072};
    }
  },
  /** The same, one example at a time. */
  BIG_MLP_B1("MLP 3072-3x1024-10, B 1", 1) {
    @Override
    Training training() {
      return chain(Chains.mlp(3072, 3, 1024));
    }

    @Override
    long[] shape() {
      return new long[] {3072};
    }
  },
  /** 784-2×128-10, minibatch 20. */
  SMALL_MLP("MLP 784-2x128-10, B 20", 20) {
    @Override
    Training training() {
      return chain(Chains.mlp(784, 2, 128));
    }

    @Override
    long[] shape() {
      return new long[] {784};
    }
  },
  /** C64-5s2, C128-5s2, C256-3s2, FC10 on 32×32×3, minibatch 64. */
  CNN("CNN C64-C128-C256-FC10, B 64", 64) {
    @Override
    Training training() {
      return chain(Chains.cnn());
    }

    @Override
    long[] shape() {
      return new long[] {3, 32, 32};
    }
  },
  /** C20-5, pooling, C50-5, pooling, FC500 on 28×28, minibatch 64. */
  LENET("LeNet 28x28, B 64", 64) {
    @Override
    Training training() {
      return chain(Chains.leNet());
    }

    @Override
    long[] shape() {
      return new long[] {1, 28, 28};
    }
  },
  /** SimpleRnn 128 over 28 steps of 28 values, many to one, minibatch 32. */
  RNN("SimpleRnn 128, 28x28, B 32", 32) {
    @Override
    Training training() {
      return chain(Chains.recurrent(28));
    }

    @Override
    long[] shape() {
      return new long[] {28, 28};
    }
  },
  /** LSTM 128 over 28 steps of 28 values, many to one, minibatch 32. */
  LSTM("LSTM 128, 28x28, B 32", 32) {
    @Override
    Training training() {
      return chain(Chains.lstm());
    }

    @Override
    long[] shape() {
      return new long[] {28, 28};
    }
  },
  /** DL4J's zoo model at 72×72, minibatch 4, with the zoo's own settings. */
  RESNET50("ResNet50 72x72, B 4", 4) {
    @Override
    Training training() {
      return Training.of(
          ResNet50.builder()
              .seed(7)
              .numClasses(Chains.CLASSES)
              .inputShape(new int[] {3, 72, 72})
              .build()
              .init());
    }

    @Override
    long[] shape() {
      return new long[] {3, 72, 72};
    }
  };

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

  /**
   * A network, the same at every call.
   *
   * @return trained by backpropagation
   */
  abstract Training training();

  /** {@return the shape of one example} */
  abstract long[] shape();

  private static Training chain(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return Training.of(network);
  }

  /**
   * A minibatch of noise with random labels, the same at every call.
   *
   * @return the minibatch
   */
  DataSet data() {
    return data(batch, shape());
  }

  /**
   * A minibatch of noise with random labels, the same at every call.
   *
   * @param batch number of examples
   * @param shape of one
   * @return the minibatch
   */
  static DataSet data(int batch, long... shape) {
    long[] all = new long[shape.length + 1];
    all[0] = batch;
    System.arraycopy(shape, 0, all, 1, shape.length);
    Nd4j.getRandom().setSeed(11);
    INDArray features = Nd4j.rand(DataType.FLOAT, all);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, Chains.CLASSES);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, (7L * i + 3) % Chains.CLASSES, 1.0);
    }
    return new DataSet(features, labels);
  }
}
