// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A small network to train while somebody looks. */
final class Runs {

  private Runs() {}

  static MultiLayerNetwork attached(LearningRule rule) {
    return PredictiveCoding.attach(network(), rule);
  }

  static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .activation(Activation.TANH)
                .updater(new Adam(1e-2))
                .list()
                .layer(new DenseLayer.Builder().nOut(12).build())
                .layer(new DenseLayer.Builder().nOut(10).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(8))
                .build());
    network.init();
    return network;
  }

  static DataSet batch() {
    Nd4j.getRandom().setSeed(4);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 24, 3);
    for (int i = 0; i < 24; i++) {
      labels.putScalar(i, i % 3, 1.0);
    }
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 24, 8), labels);
  }

  static void train(MultiLayerNetwork attached, int iterations) {
    DataSet batch = batch();
    for (int i = 0; i < iterations; i++) {
      attached.fit(batch);
    }
  }
}
