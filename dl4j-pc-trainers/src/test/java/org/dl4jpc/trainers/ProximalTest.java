// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.layers.PresynapticNorm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * IL-prox: after a step the network predicts what inference asked for, and the step is implicit.
 */
class ProximalTest {
  private static final LearningRule FEED_FORWARD =
      LearningRule.il().withOutput(OutputMode.free()).withInferenceSteps(1);

  private static MultiLayerNetwork network(Activation activation, boolean convolutional) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .dataType(DataType.DOUBLE)
            .activation(activation)
            .list();
    if (convolutional) {
      list.layer(new ConvolutionLayer.Builder(1, 1).nOut(5).build())
          .layer(new ConvolutionLayer.Builder(1, 1).nOut(4).build())
          .setInputType(InputType.convolutional(1, 1, 3));
    } else {
      list.layer(new DenseLayer.Builder().nOut(5).build())
          .layer(new DenseLayer.Builder().nOut(4).build())
          .setInputType(InputType.feedForward(3));
    }
    list.layer(
        new OutputLayer.Builder(new LossL2()).nOut(2).activation(Activation.IDENTITY).build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static DataSet sample(boolean convolutional) {
    Nd4j.getRandom().setSeed(6);
    INDArray features =
        convolutional ? Nd4j.randn(DataType.DOUBLE, 1, 3, 1, 1) : Nd4j.randn(DataType.DOUBLE, 1, 3);
    return new DataSet(features, Nd4j.randn(DataType.DOUBLE, 1, 2));
  }

  static Stream<Arguments> settings() {
    List<Arguments> settings = new ArrayList<>();
    for (boolean convolutional : new boolean[] {false, true}) {
      for (int steps : new int[] {1, 4, 25}) {
        for (double alpha : new double[] {0.01, 1.0, 100.0}) {
          settings.add(Arguments.of(convolutional, steps, alpha));
        }
      }
    }
    return settings.stream();
  }

  /** All activities of the new network equal x_l, for any T, γ and α. */
  @ParameterizedTest
  @MethodSource("settings")
  void theNewNetworkPredictsTheNodes(boolean convolutional, int steps, double alpha) {
    MultiLayerNetwork network = network(Activation.TANH, convolutional);
    DataSet data = sample(convolutional);
    LearningRule rule =
        LearningRule.ilProx(alpha).withInferenceSteps(steps).withStepSizes(0.2, 0.1);
    MultiLayerNetwork attached = PredictiveCoding.attach(network, rule);
    List<INDArray> targets = States.values(PredictiveCoding.infer(attached, data));
    attached.fit(data);
    LearningRule pre = FEED_FORWARD.withNodePlacement(NodePlacement.PRE_ACTIVATION);
    List<INDArray> activities =
        States.values(PredictiveCoding.infer(PredictiveCoding.attach(network, pre), data));
    assertThat(States.distance(activities, targets)).isLessThan(1e-13);
  }

  /** ΔW_L = −α ∂ℒ(θ⁺)/∂W_L with ℒ = ½‖y − μ_L‖²: implicit SGD. */
  @ParameterizedTest
  @MethodSource("settings")
  void theOutputLayersStepIsImplicit(boolean convolutional, int steps, double alpha) {
    MultiLayerNetwork network = network(Activation.TANH, convolutional);
    DataSet data = sample(convolutional);
    LearningRule rule = LearningRule.ilProx(alpha).withInferenceSteps(steps);
    INDArray before = network.params().dup();
    PredictiveCoding.attach(network, rule).fit(data);
    INDArray after = network.params().dup();
    INDArray step = network.getParam("2_W").dup();
    network.params().assign(before);
    step.subi(network.getParam("2_W"));
    network.params().assign(after);
    INDArray gradient =
        PredictiveCoding.gradient(PredictiveCoding.attach(network, LearningRule.zil()), data)
            .getGradientFor("2_W")
            .mul(0.5); // LossL2 has no ½
    assertThat(Twins.distance(step, gradient.mul(-alpha))).isLessThan(1e-11);
  }

  /**
   * What inference is for: the proximal objective ℒ(θ⁺) + ‖θ⁺ − θ‖² / 2α of the weights that a step
   * from the present state would give falls from one inference step to the next.
   */
  @Test
  void inferenceDescendsTheProximalObjective() {
    double alpha = 1.0;
    DataSet data = sample(false);
    double before = Double.POSITIVE_INFINITY;
    for (int steps = 1; steps <= 40; steps++) {
      MultiLayerNetwork network = network(Activation.TANH, false);
      INDArray start = network.params().dup();
      LearningRule rule = LearningRule.ilProx(alpha).withInferenceSteps(steps);
      PredictiveCoding.attach(network, rule).fit(data);
      double distance = network.params().distance2(start);
      double error = network.output(data.getFeatures()).distance2(data.getLabels());
      double objective = 0.5 * error * error + distance * distance / (2.0 * alpha);
      assertThat(objective).as("T = %d", steps).isLessThan(before);
      before = objective;
    }
  }

  /** With the output clamped hard, NLMS alone makes each layer predict its target. */
  @ParameterizedTest
  @EnumSource(PresynapticNorm.class)
  void normalisedStepsReachTheirTargets(PresynapticNorm form) {
    for (boolean convolutional : new boolean[] {false, true}) {
      MultiLayerNetwork network = network(Activation.IDENTITY, convolutional);
      DataSet data = sample(convolutional);
      LearningRule rule =
          LearningRule.of(
                  InferenceSchedule.simultaneous(10, StepSizes.of(0.1)),
                  OutputMode.soft(0.0),
                  WeightRule.nlms(0.0, form),
                  UpdateTiming.AFTER_INFERENCE)
              .withUpdater(new Sgd(1.0));
      MultiLayerNetwork attached = PredictiveCoding.attach(network, rule);
      List<INDArray> targets = States.values(PredictiveCoding.infer(attached, data));
      attached.fit(data);
      List<INDArray> activities =
          States.values(
              PredictiveCoding.infer(PredictiveCoding.attach(network, FEED_FORWARD), data));
      assertThat(States.distance(activities, targets)).isLessThan(1e-13);
      assertThat(Twins.distance(network.output(data.getFeatures()), data.getLabels()))
          .isLessThan(1e-13);
    }
  }
}
