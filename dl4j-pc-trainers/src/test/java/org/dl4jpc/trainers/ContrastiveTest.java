// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Nudged and contrastive outputs at equilibrium (Millidge et al. 2022). */
class ContrastiveTest {
  private static final int LONG = 3000;

  private static LearningRule settled(OutputMode output, NodePlacement placement) {
    return LearningRule.pcNudge(0.1)
        .withOutput(output)
        .withStepSize(0.1)
        .withInferenceSteps(LONG)
        .withNodePlacement(placement);
  }

  private static INDArray gradient(TinyNet net, LearningRule rule) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.smooth(), rule);
    return PredictiveCoding.gradient(attached, net.classes()).gradient();
  }

  /** Equilibrium propagation is PC-Nudge: the free phase has no errors. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void equilibriumPropagationIsNudging(TinyNet net, NodePlacement placement) {
    INDArray nudged = gradient(net, settled(OutputMode.nudged(0.01), placement));
    INDArray contrastive = gradient(net, settled(OutputMode.contrastive(0.01, 0.0), placement));
    assertThat(Twins.distance(contrastive, nudged)).isLessThan(1e-13);
  }

  /** Contrastive Hebbian learning is λ = 1. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void contrastiveHebbianLearningIsClamping(TinyNet net, NodePlacement placement) {
    INDArray clamped = gradient(net, settled(OutputMode.clamped(), placement));
    INDArray contrastive = gradient(net, settled(OutputMode.contrastive(1.0, 0.0), placement));
    assertThat(Twins.distance(contrastive, clamped)).isLessThan(1e-13);
  }

  /** The distance to backpropagation is proportional to λ, and to λ² where λ is centered. */
  @ParameterizedTest
  @EnumSource(TinyNet.class)
  void biasIsOfFirstOrderAndOfSecondWhenCentered(TinyNet net) {
    INDArray zil = gradient(net, LearningRule.zil());
    for (NodePlacement placement : NodePlacement.values()) {
      double[] nudged = new double[2];
      double[] centered = new double[2];
      double[] lambdas = {0.01, 0.001};
      for (int i = 0; i < lambdas.length; i++) {
        OutputMode one = OutputMode.nudged(lambdas[i]);
        OutputMode two = OutputMode.centered(lambdas[i]);
        nudged[i] = Twins.distance(gradient(net, settled(one, placement)), zil);
        centered[i] = Twins.distance(gradient(net, settled(two, placement)), zil);
      }
      assertThat(Math.log10(nudged[0] / nudged[1])).isCloseTo(1.0, within(0.05));
      assertThat(Math.log10(centered[0] / centered[1])).isCloseTo(2.0, within(0.1));
      assertThat(centered[0]).isLessThan(nudged[0]);
    }
  }

  /** Running statistics and noise are those of one minibatch, however many phases there are. */
  @ParameterizedTest
  @EnumSource(SmallNet.class)
  void phasesSeeOneMinibatch(SmallNet net) {
    MultiLayerNetwork one = net.network();
    MultiLayerNetwork two = net.network();
    DataSet data = net.batch();
    LearningRule rule = LearningRule.pcNudge(0.01).withStepSize(0.05).withInferenceSteps(3);
    Twins.seeded(() -> PcTrainer.of(one, rule).fit(data));
    Twins.seeded(
        () -> PcTrainer.of(two, rule.withOutput(OutputMode.contrastive(0.01, 0.0))).fit(data));
    one.paramTable()
        .forEach(
            (name, value) ->
                assertThat(Twins.distance(two.getParam(name), value)).as(name).isLessThan(1e-9));
  }
}
