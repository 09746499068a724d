// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageShape;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.inverse.InvertMatrix;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Small networks whose layers above the first are square and invertible, for theory: squared error,
 * identity output, three layers.
 */
final class SquareNets {
  static final int UNITS = 10;

  private SquareNets() {}

  /** {@return a linear network for images, its square weights well-conditioned} */
  static MultiLayerNetwork linear(ImageShape shape) {
    MultiLayerNetwork network =
        network(
            Activation.IDENTITY,
            InputType.convolutional(shape.height(), shape.width(), shape.channels()));
    for (int l = 1; l < network.getnLayers(); l++) {
      network.getParam(l + "_W").muli(0.4).addi(Nd4j.eye(UNITS).castTo(DataType.DOUBLE));
    }
    return network;
  }

  /** {@return a network with tanh and orthogonal weights, square from the input on} */
  static MultiLayerNetwork orthogonal() {
    return network(Activation.TANH, InputType.feedForward(UNITS));
  }

  private static MultiLayerNetwork network(Activation activation, InputType input) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .activation(activation)
                .weightInit(new OrthogonalDistribution(1.0))
                .biasInit(0.1)
                .list()
                .layer(new DenseLayer.Builder().nOut(UNITS).build())
                .layer(new DenseLayer.Builder().nOut(UNITS).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.L2)
                        .nOut(UNITS)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(input)
                .build());
    network.init();
    return network;
  }

  /**
   * The targets of target propagation: x_L = y and x_l = (f⁻¹(x_{l+1}) − b_{l+1}) W_{l+1}⁻¹,
   * without f⁻¹ at the output.
   *
   * @param network from here
   * @param labels y, [B, 10]
   * @param inverse f⁻¹
   * @return x_1 … x_{L−1}
   */
  static List<INDArray> targets(
      MultiLayerNetwork network, INDArray labels, UnaryOperator<INDArray> inverse) {
    List<INDArray> targets = new ArrayList<>();
    INDArray above = labels;
    for (int l = network.getnLayers() - 1; l >= 1; l--) {
      INDArray weights = InvertMatrix.invert(network.getParam(l + "_W"), false);
      above = above.sub(network.getParam(l + "_b")).mmul(weights);
      targets.add(above);
      above = inverse.apply(above);
    }
    Collections.reverse(targets);
    return targets;
  }
}
