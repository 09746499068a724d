// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
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
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Small networks with all that an ordinary configuration has: kinks, noise, regularisation,
 * clipping.
 */
enum OrdinaryNet {
  MLP {
    @Override
    MultiLayerConfiguration configuration(DataType type) {
      return base(type)
          .list()
          .layer(new DenseLayer.Builder().nOut(20).activation(Activation.TANH).build())
          .layer(new DenseLayer.Builder().nOut(15).activation(Activation.RELU).build())
          .layer(output(4))
          .setInputType(InputType.feedForward(12))
          .build();
    }

    @Override
    INDArray features(DataType type) {
      return Nd4j.randn(type, 6, 12);
    }
  },
  CNN {
    @Override
    MultiLayerConfiguration configuration(DataType type) {
      return base(type)
          .list()
          .layer(new ConvolutionLayer.Builder(3, 3).nOut(5).activation(Activation.RELU).build())
          .layer(new BatchNormalization())
          .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
          .layer(new ConvolutionLayer.Builder(2, 2).nOut(6).activation(Activation.TANH).build())
          .layer(new DenseLayer.Builder().nOut(10).dropOut(0.8).build())
          .layer(output(4))
          .setInputType(InputType.convolutional(10, 9, 2))
          .build();
    }

    @Override
    INDArray features(DataType type) {
      return Nd4j.randn(type, 6, 2, 10, 9);
    }
  },
  RNN {
    @Override
    MultiLayerConfiguration configuration(DataType type) {
      return base(type)
          .list()
          .layer(new SimpleRnn.Builder().nOut(9).activation(Activation.TANH).build())
          .layer(
              new LastTimeStep(new SimpleRnn.Builder().nOut(8).activation(Activation.TANH).build()))
          .layer(output(4))
          .setInputType(InputType.recurrent(5, 7))
          .build();
    }

    @Override
    INDArray features(DataType type) {
      return Nd4j.randn(type, 6, 5, 7);
    }
  };

  abstract MultiLayerConfiguration configuration(DataType type);

  abstract INDArray features(DataType type);

  MultiLayerNetwork network(DataType type) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(type));
    network.init();
    return network;
  }

  DataSet data(DataType type) {
    INDArray features = features(type);
    int samples = (int) features.size(0);
    INDArray labels = Nd4j.zeros(type, samples, 4);
    for (int i = 0; i < samples; i++) {
      labels.putScalar(i, (3 * i + 1) % 4, 1.0);
    }
    return new DataSet(features, labels);
  }

  private static NeuralNetConfiguration.Builder base(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(42)
        .dataType(type)
        .l2(1e-3)
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(1.0)
        .updater(new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 1e-3, 0.99)));
  }

  private static OutputLayer output(int classes) {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** L: the number of blocks, one for each node and one for the output. */
  int depth() {
    return nodesBelow(configuration(DataType.DOUBLE).getConfs().size());
  }

  /** l: which block a parameter belongs to, from 1. */
  int block(String parameter) {
    return 1 + nodesBelow(Integer.parseInt(parameter.substring(0, parameter.indexOf('_'))));
  }

  /** How many of the layers before one have parameters and are not batch normalisation. */
  private int nodesBelow(int layer) {
    return (int)
        configuration(DataType.DOUBLE).getConfs().stream()
            .limit(layer)
            .map(NeuralNetConfiguration::getLayer)
            .filter(below -> below.initializer().numParams(below) > 0)
            .filter(below -> !(below instanceof BatchNormalization))
            .count();
  }

  /** Whether a parameter of batch normalisation is a running statistic. */
  static boolean isStatistic(String parameter) {
    return parameter.endsWith("_mean") || parameter.endsWith("_log10stdev");
  }
}
