// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package example;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PcTrainer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Trains a network by Z-IL, and the same one by backpropagation; fails if they differ. */
public final class Train {
  private static final int STEPS = 100;

  private Train() {}

  public static void main(String[] args) {
    DataSet data = data();
    MultiLayerNetwork network = network();
    MultiLayerNetwork reference = network();
    double before = network.score(data);
    PcTrainer trainer = PcTrainer.of(network, LearningRule.zil());
    for (int i = 0; i < STEPS; i++) {
      trainer.fit(data);
      reference.fit(data);
    }
    double after = network.score(data);
    double distance = network.params().distance2(reference.params());
    System.out.printf("score %.4f -> %.4f, distance %.2g%n", before, after, distance);
    if (!(after < before / 10) || !(distance < 1e-9)) {
      throw new AssertionError("Z-IL has not trained as backpropagation does");
    }
  }

  private static MultiLayerNetwork network() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.DOUBLE)
            .updater(new Adam(0.05))
            .list()
            .layer(new DenseLayer.Builder().nOut(16).activation(Activation.TANH).build())
            .layer(new DenseLayer.Builder().nOut(16).activation(Activation.TANH).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.feedForward(2))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** Exclusive or. */
  private static DataSet data() {
    INDArray features = Nd4j.createFromArray(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    INDArray labels = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {0, 1}, {1, 0}});
    return new DataSet(features, labels);
  }
}
