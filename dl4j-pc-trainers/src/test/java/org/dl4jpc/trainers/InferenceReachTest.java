// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** How far an error gets in how many steps. */
class InferenceReachTest {
  private static final int LAYERS = 6;
  private static final int STEPS = 8;

  private static MultiLayerNetwork deep() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(2)
            .dataType(DataType.DOUBLE)
            .activation(Activation.TANH)
            .list();
    for (int l = 1; l < LAYERS; l++) {
      list.layer(new DenseLayer.Builder().nIn(4).nOut(4).build());
    }
    list.layer(
        new OutputLayer.Builder(new LossMCXENT())
            .nIn(4)
            .nOut(4)
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static DataSet data() {
    Nd4j.getRandom().setSeed(3);
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 4, 4), Nd4j.eye(4).castTo(DataType.DOUBLE));
  }

  private static InferenceResult infer(InferenceSchedule schedule, NodePlacement placement) {
    LearningRule rule =
        LearningRule.of(
                schedule, OutputMode.clamped(), WeightRule.lms(), UpdateTiming.AFTER_INFERENCE)
            .withNodePlacement(placement);
    return PredictiveCoding.infer(PredictiveCoding.attach(deep(), rule), data());
  }

  /** After t steps the errors of layers L − t and above are not 0, all below are exactly 0. */
  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void simultaneousStepsReachOneLayerEach(NodePlacement placement) {
    InferenceResult result =
        infer(InferenceSchedule.simultaneous(STEPS, StepSizes.of(0.1)), placement);
    for (int l = 1; l < LAYERS; l++) {
      double[] energy = result.nodes().get(l - 1).energy();
      for (int t = 0; t <= STEPS; t++) {
        if (t < LAYERS - l) {
          assertThat(energy[t]).as("layer %d at t = %d", l, t).isZero();
        } else {
          assertThat(energy[t]).as("layer %d at t = %d", l, t).isPositive();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void sequentialStepReachesAllLayers(NodePlacement placement) {
    InferenceResult result = infer(InferenceSchedule.sequential(1, StepSizes.of(0.1)), placement);
    assertThat(result.nodes())
        .allSatisfy(
            node -> {
              assertThat(node.energy()[0]).isZero();
              assertThat(node.energy()[1]).isPositive();
            });
  }

  /** A time step is a node of its own: an error goes back one of them a simultaneous step. */
  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void simultaneousStepsReachOneTimeStepEach(NodePlacement placement) {
    TinyNet net = TinyNet.RNN;
    for (int t = 1; t <= 4; t++) {
      LearningRule rule =
          LearningRule.il().withStepSize(0.1).withInferenceSteps(t).withNodePlacement(placement);
      InferenceResult result =
          PredictiveCoding.infer(PredictiveCoding.attach(net.smooth(), rule), net.classes());
      for (int l = 0; l < 2; l++) {
        INDArray error = result.nodes().get(l).error();
        for (int k = 0; k < 3; k++) {
          boolean reached = (1 - l) + (2 - k) < t;
          double norm = PlainForward.at(error, k).norm2Number().doubleValue();
          assertThat(norm > 1e-6)
              .as("layer %d, x^%d, t = %d: %s", l, k, t, norm)
              .isEqualTo(reached);
          assertThat(norm == 0.0)
              .as("layer %d, x^%d, t = %d: %s", l, k, t, norm)
              .isNotEqualTo(reached);
        }
      }
    }
  }

  /** The smallest T at which all errors are felt is L − 1. */
  @Test
  void firstLayerLearnsFromStepLMinusOneOn() {
    for (int steps = LAYERS - 2; steps < LAYERS; steps++) {
      LearningRule rule = LearningRule.il().withInferenceSteps(steps);
      INDArray first =
          PredictiveCoding.gradient(PredictiveCoding.attach(deep(), rule), data())
              .getGradientFor("0_W");
      double norm = first.norm2Number().doubleValue();
      assertThat(norm > 0.0).as("T = %d", steps).isEqualTo(steps == LAYERS - 1);
    }
  }
}
