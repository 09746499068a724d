// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.inverse.InvertMatrix;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * With a free input and a target that the network can reach, the equilibrium is target
 * propagation's (Millidge et al. 2022, Theorem 3.3): orthogonal weights, tanh, identity output.
 */
class TargetPropagationTest {
  private static final int UNITS = 4;
  private static final int SAMPLES = 3;
  private static final int STEPS = 6000;

  private static MultiLayerNetwork orthogonal() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .activation(Activation.TANH)
                .weightInit(new WeightInitIdentity())
                .list()
                .layer(new DenseLayer.Builder().nIn(UNITS).nOut(UNITS).build())
                .layer(new DenseLayer.Builder().nIn(UNITS).nOut(UNITS).build())
                .layer(
                    new OutputLayer.Builder(new LossL2())
                        .nIn(UNITS)
                        .nOut(UNITS)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    Nd4j.getRandom().setSeed(31);
    for (int l = 0; l < 3; l++) {
      network.getParam(l + "_W").assign(rotation());
      network.getParam(l + "_b").assign(Nd4j.randn(DataType.DOUBLE, 1, UNITS).muli(0.1));
    }
    return network;
  }

  /** Cayley transform of a random skew-symmetric matrix: (I − A)(I + A)⁻¹. */
  private static INDArray rotation() {
    INDArray random = Nd4j.randn(DataType.DOUBLE, UNITS, UNITS);
    INDArray skew = random.sub(random.transpose());
    INDArray eye = Nd4j.eye(UNITS).castTo(DataType.DOUBLE);
    return eye.sub(skew).mmul(InvertMatrix.invert(eye.add(skew), false));
  }

  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void equilibriumIsTargetPropagations(NodePlacement placement) {
    MultiLayerNetwork network = orthogonal();
    INDArray target = network.output(Nd4j.randn(DataType.DOUBLE, SAMPLES, UNITS).muli(0.3)).dup();
    DataSet data = new DataSet(Nd4j.randn(DataType.DOUBLE, SAMPLES, UNITS).muli(0.3), target);
    LearningRule rule =
        LearningRule.il()
            .withInput(InputMode.FREE)
            .withOutput(OutputMode.weighted(0.5)) // LossL2 has no ½
            .withNodePlacement(placement)
            .withStepSize(0.3)
            .withInferenceSteps(STEPS);
    List<INDArray> x =
        States.values(PredictiveCoding.infer(PredictiveCoding.attach(network, rule), data));
    boolean before = placement == NodePlacement.PRE_ACTIVATION;
    INDArray activity = inverse(network, 2, target);
    INDArray pre = Transforms.atanh(activity);
    assertThat(Twins.distance(x.get(1), before ? pre : activity)).isLessThan(1e-12);
    INDArray lower = inverse(network, 1, pre);
    assertThat(Twins.distance(x.get(0), before ? Transforms.atanh(lower) : lower))
        .isLessThan(1e-12);
  }

  /** (z − b) W⁻¹. */
  private static INDArray inverse(MultiLayerNetwork network, int layer, INDArray z) {
    return z.subRowVector(network.getParam(layer + "_b"))
        .mmul(network.getParam(layer + "_W").transpose());
  }
}
