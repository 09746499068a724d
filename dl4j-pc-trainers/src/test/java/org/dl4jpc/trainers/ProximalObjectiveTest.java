// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * IL-prox at batch 1 and the proximal objective, ½‖y − μ_L(θ⁺)‖² + ‖θ⁺ − θ‖² / 2α (Alonso et al.
 * 2022).
 *
 * <p>The step that takes layer l to its target has the length ‖ε_l‖² / (‖f(x_{l−1})‖² + 1), so that
 * the objective is an energy with precisions π_l = 1 / (α (‖f(x_{l−1})‖² + 1)) that move with the
 * nodes.
 */
class ProximalObjectiveTest {
  private static final int LAYERS = 4;

  private static MultiLayerNetwork network() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .dataType(DataType.DOUBLE)
            .activation(Activation.TANH)
            .list();
    for (int l = 1; l < LAYERS; l++) {
      list.layer(new DenseLayer.Builder().nIn(6).nOut(6).build());
    }
    list.layer(
        new OutputLayer.Builder(new LossL2())
            .nIn(6)
            .nOut(6)
            .activation(Activation.IDENTITY)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static DataSet sample() {
    Nd4j.getRandom().setSeed(6);
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 1, 6), Nd4j.randn(DataType.DOUBLE, 1, 6));
  }

  private static double square(INDArray array) {
    double norm = array.norm2Number().doubleValue();
    return norm * norm;
  }

  /** The objective after one step of the rule from the same start. */
  private static double objective(double alpha, LearningRule rule) {
    MultiLayerNetwork network = network();
    INDArray before = network.params().dup();
    PcTrainer.of(network, rule).fit(sample());
    double moved = square(network.params().sub(before));
    INDArray output = network.output(sample().getFeatures());
    return 0.5 * square(sample().getLabels().sub(output)) + moved / (2.0 * alpha);
  }

  private static double energyWithMovingPrecisions(double alpha, LearningRule rule) {
    InferenceResult result =
        PredictiveCoding.infer(PredictiveCoding.attach(network(), rule), sample());
    INDArray below = sample().getFeatures();
    double energy = 0.0;
    List<NodeState> nodes = result.nodes();
    for (NodeState node : nodes) {
      energy += square(node.error()) / (2.0 * alpha * (square(below) + 1.0));
      below = Transforms.tanh(node.value());
    }
    double norm = square(below) + 1.0;
    INDArray difference = sample().getLabels().sub(result.outputs().get(0));
    double kept = 1.0 / (1.0 + norm * alpha);
    double pulled = 1.0 - kept;
    double distance = square(difference);
    return energy
        + 0.5 * kept * kept * distance
        + pulled * pulled * distance / (2.0 * alpha * norm);
  }

  private static LearningRule rule(double alpha, int steps) {
    return LearningRule.ilProx(alpha).withInferenceSteps(steps).withStepSize(0.05);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1.0, 100.0})
  void objectiveIsAnEnergyWithMovingPrecisions(double alpha) {
    for (int steps : new int[] {1, 5, 25}) {
      double expected = energyWithMovingPrecisions(alpha, rule(alpha, steps));
      double objective = objective(alpha, rule(alpha, steps));
      assertThat(objective).isCloseTo(expected, within(1e-11 * expected));
    }
  }

  /** The longer inference runs, the lower the objective of the step that follows it. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1.0, 10.0})
  void objectiveFallsDuringInference(double alpha) {
    double last = Double.MAX_VALUE;
    StringBuilder trace = new StringBuilder();
    for (int steps = 1; steps <= 25; steps += 4) {
      double objective = objective(alpha, rule(alpha, steps));
      trace.append(' ').append(objective);
      assertThat(objective).as("T = %d, so far%s", steps, trace).isLessThan(last);
      last = objective;
    }
    System.out.println("Proximal objective, alpha " + alpha + ":" + trace);
  }
}
