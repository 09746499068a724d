// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Networks of two hidden nodes and an output, L = 3, small enough for equilibria and finite
 * differences; in double, without kinks and noise.
 */
enum TinyNet {
  MLP {
    @Override
    void addHidden(NeuralNetConfiguration.ListBuilder list, boolean linear) {
      list.layer(new DenseLayer.Builder().nOut(5).activation(tanh(linear)).build())
          .layer(new DenseLayer.Builder().nOut(4).activation(sigmoid(linear)).build())
          .setInputType(InputType.feedForward(4));
    }

    @Override
    INDArray features() {
      return Nd4j.randn(DataType.DOUBLE, SAMPLES, 4);
    }
  },
  CNN {
    @Override
    void addHidden(NeuralNetConfiguration.ListBuilder list, boolean linear) {
      list.layer(new ConvolutionLayer.Builder(2, 2).nOut(2).activation(tanh(linear)).build());
      if (!linear) {
        list.layer(new BatchNormalization());
      }
      list.layer(
              new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                  .kernelSize(2, 2)
                  .stride(1, 1)
                  .build())
          .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).activation(sigmoid(linear)).build())
          .setInputType(InputType.convolutional(4, 4, 1));
    }

    @Override
    INDArray features() {
      return Nd4j.randn(DataType.DOUBLE, SAMPLES, 1, 4, 4);
    }
  },
  RNN {
    @Override
    void addHidden(NeuralNetConfiguration.ListBuilder list, boolean linear) {
      list.layer(new SimpleRnn.Builder().nOut(3).activation(tanh(linear)).build())
          .layer(new LastTimeStep(new SimpleRnn.Builder().nOut(2).activation(tanh(linear)).build()))
          .setInputType(InputType.recurrent(2, 3));
    }

    @Override
    INDArray features() {
      return Nd4j.randn(DataType.DOUBLE, SAMPLES, 2, 3);
    }
  };

  static final int SAMPLES = 2;
  static final int OUTPUTS = 3;

  abstract void addHidden(NeuralNetConfiguration.ListBuilder list, boolean linear);

  abstract INDArray features();

  /** Every network with every node placement. */
  static Stream<Arguments> placed() {
    return Arrays.stream(values())
        .flatMap(
            net -> Arrays.stream(NodePlacement.values()).map(place -> Arguments.of(net, place)));
  }

  private static Activation tanh(boolean linear) {
    return linear ? Activation.IDENTITY : Activation.TANH;
  }

  private static Activation sigmoid(boolean linear) {
    return linear ? Activation.IDENTITY : Activation.SIGMOID;
  }

  /** Smooth activations, softmax and cross-entropy, random biases. */
  MultiLayerNetwork smooth() {
    return network(false, Activation.SOFTMAX, new LossMCXENT());
  }

  /** No activations, random biases. */
  MultiLayerNetwork linear(ILossFunction loss) {
    return network(true, Activation.IDENTITY, loss);
  }

  private MultiLayerNetwork network(boolean linear, Activation output, ILossFunction loss) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(8).dataType(DataType.DOUBLE).list();
    addHidden(list, linear);
    list.layer(new OutputLayer.Builder(loss).nOut(OUTPUTS).activation(output).build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    Nd4j.getRandom().setSeed(9);
    network
        .paramTable()
        .forEach(
            (name, view) -> {
              if (name.endsWith("_b")) {
                view.assign(Nd4j.randn(DataType.DOUBLE, view.shape()).muli(0.3));
              }
            });
    return network;
  }

  /** Random features with one class each. */
  DataSet classes() {
    Nd4j.getRandom().setSeed(17);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, SAMPLES, OUTPUTS);
    for (int i = 0; i < SAMPLES; i++) {
      labels.putScalar(i, (2 * i + 1) % OUTPUTS, 1.0);
    }
    return new DataSet(features(), labels);
  }

  /** Random features with random targets. */
  DataSet targets() {
    Nd4j.getRandom().setSeed(18);
    return new DataSet(features(), Nd4j.randn(DataType.DOUBLE, SAMPLES, OUTPUTS));
  }
}
