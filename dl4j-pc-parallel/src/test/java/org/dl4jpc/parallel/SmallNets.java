// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Users' networks and data: small, in double, seeded, with Adam. */
enum SmallNets {
  MLP {
    @Override
    void addHidden(NeuralNetConfiguration.ListBuilder list) {
      list.layer(new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build())
          .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
          .setInputType(InputType.feedForward(6));
    }

    @Override
    INDArray features(int samples) {
      return Nd4j.randn(DataType.DOUBLE, samples, 6);
    }
  },
  CNN {
    @Override
    void addHidden(NeuralNetConfiguration.ListBuilder list) {
      list.layer(new ConvolutionLayer.Builder(2, 2).nOut(3).activation(Activation.TANH).build())
          .layer(new BatchNormalization())
          .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
          .setInputType(InputType.convolutional(5, 4, 2));
    }

    @Override
    INDArray features(int samples) {
      return Nd4j.randn(DataType.DOUBLE, samples, 2, 5, 4);
    }
  };

  private static final int CLASSES = 3;
  private static final int SAMPLES = 5;

  abstract void addHidden(NeuralNetConfiguration.ListBuilder list);

  abstract INDArray features(int samples);

  /** An equal network at each call. */
  MultiLayerNetwork network() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .dataType(DataType.DOUBLE)
            .updater(new Adam(1e-2))
            .l2(1e-3)
            .list();
    addHidden(list);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            list.layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  /** Minibatches that are the same at each call. */
  List<DataSet> batches(int count) {
    Nd4j.getRandom().setSeed(7);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      INDArray labels = Nd4j.zeros(DataType.DOUBLE, SAMPLES, CLASSES);
      for (int sample = 0; sample < SAMPLES; sample++) {
        labels.putScalar(sample, (2 * sample + i) % CLASSES, 1.0);
      }
      batches.add(new DataSet(features(SAMPLES), labels));
    }
    return batches;
  }
}
