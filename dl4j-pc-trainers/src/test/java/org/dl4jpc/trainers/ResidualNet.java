// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A narrow, deep residual network, x_0 = W_0 u, x_i = x_{i−1} + tanh(W_i x_{i−1} + b_i), and data
 * whose class is one direction among 64: it learns only if the first layer does.
 */
final class ResidualNet {
  private static final int INPUTS = 64;
  private static final int WIDTH = 8;

  private ResidualNet() {}

  static ComputationGraph network(int blocks, DataType type) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(type)
            .updater(new Adam(3e-3))
            .activation(Activation.TANH)
            .graphBuilder()
            .addInputs("in")
            .addLayer("x0", dense(INPUTS, Activation.IDENTITY), "in");
    for (int i = 1; i <= blocks; i++) {
      String below = "x" + (i - 1);
      graph
          .addLayer("f" + i, dense(WIDTH, Activation.TANH), below)
          .addVertex("x" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), below, "f" + i);
    }
    graph.addLayer("head", dense(WIDTH, Activation.TANH), "x" + blocks);
    graph.addLayer(
        "out",
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(WIDTH)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .build(),
        "head");
    ComputationGraph network = new ComputationGraph(graph.setOutputs("out").build());
    network.init();
    return network;
  }

  private static DenseLayer dense(int inputs, Activation activation) {
    return new DenseLayer.Builder().nIn(inputs).nOut(WIDTH).activation(activation).build();
  }

  /** Gaussian noise; the class is the sign along one direction, which 1.5 keeps apart. */
  static DataSet data(int examples, long seed, DataType type) {
    Nd4j.getRandom().setSeed(99);
    INDArray direction = Nd4j.randn(DataType.DOUBLE, INPUTS, 1);
    direction.divi(direction.norm2Number());
    Nd4j.getRandom().setSeed(seed);
    INDArray noise = Nd4j.randn(DataType.DOUBLE, examples, INPUTS);
    INDArray side = noise.mmul(direction).gte(0.0).castTo(DataType.DOUBLE);
    INDArray signs = side.mul(2.0).subi(1.0);
    INDArray features = noise.add(signs.mmul(direction.transpose()).muli(1.5));
    INDArray labels = Nd4j.hstack(side, side.rsub(1.0));
    return new DataSet(features.castTo(type), labels.castTo(type));
  }
}
