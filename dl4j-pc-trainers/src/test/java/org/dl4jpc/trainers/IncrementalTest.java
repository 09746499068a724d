// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Incremental predictive coding: weights change after every inference step. */
class IncrementalTest {
  private static final int STEPS = 4;
  private static final double RATE = 0.05;

  private static LearningRule rule(int steps) {
    return LearningRule.incremental().withInferenceSteps(steps).withStepSize(0.1);
  }

  @ParameterizedTest
  @EnumSource(SmallNet.class)
  void oneStepIsInferenceLearning(SmallNet net) {
    MultiLayerNetwork incremental = net.network();
    MultiLayerNetwork il = net.network();
    LearningRule plain = LearningRule.il().withInferenceSteps(1).withStepSize(0.1);
    Twins.seeded(() -> PcTrainer.of(incremental, rule(1)).fit(net.batch()));
    Twins.seeded(() -> PcTrainer.of(il, plain).fit(net.batch()));
    assertThat(incremental.params()).isEqualTo(il.params());
  }

  /** T calls of the updater, one iteration: MQ's state counts the calls. */
  @ParameterizedTest
  @EnumSource(SmallNet.class)
  void everyStepIsACallOfTheUpdater(SmallNet net) {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(
            net.network(), rule(STEPS).withUpdater(new MatrixUpdateEqualization(1e-3)));
    attached.fit(net.batch());
    assertThat(attached.updaterState().getDouble(1)).isEqualTo(STEPS);
    assertThat(attached.getIterationCount()).isEqualTo(1);
  }

  /** Two steps written out: the second sees the first one's weights, and its nodes. */
  @ParameterizedTest
  @EnumSource(TinyNet.class)
  void laterStepsSeeTheNewWeights(TinyNet net) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    LearningRule two = rule(2).withUpdater(new Sgd(RATE));
    LearningRule one = LearningRule.il().withInferenceSteps(1).withStepSize(0.1);
    MultiLayerNetwork afterOne = net.smooth();
    PcTrainer.of(afterOne, one.withUpdater(new Sgd(RATE))).fit(data);
    INDArray firstStep = afterOne.params().sub(network.params());
    INDArray before = network.params().dup();
    PcTrainer.of(network, two).fit(data);
    INDArray secondStep = network.params().sub(before).subi(firstStep);
    INDArray il =
        PredictiveCoding.gradient(
                PredictiveCoding.attach(net.smooth(), one.withInferenceSteps(2)), data)
            .gradient()
            .mul(-RATE / TinyNet.SAMPLES);
    assertThat(secondStep.norm2Number().doubleValue()).isPositive();
    assertThat(Twins.distance(secondStep, il)).isGreaterThan(1e-4).isLessThan(1.0);
  }

  @ParameterizedTest
  @EnumSource(SmallNet.class)
  void divergenceLeavesTheLastGoodIteration(SmallNet net) {
    MultiLayerNetwork network = net.network(base -> base.updater(new Adam(0.01)));
    PcTrainer.of(network, rule(STEPS)).fit(net.batch());
    INDArray parameters = network.params().dup();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, rule(30).withStepSize(1e3));
    INDArray state = attached.updaterState().dup();
    assertThatThrownBy(() -> attached.fit(net.batch()))
        .isInstanceOf(InferenceDivergedException.class);
    assertThat(network.params()).isEqualTo(parameters);
    assertThat(attached.updaterState()).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource(SmallNet.class)
  void thereIsNoOneGradient(SmallNet net) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), rule(STEPS));
    assertThatThrownBy(() -> PredictiveCoding.gradient(attached, net.batch()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("illegal rule for a gradient", "after every inference step");
  }
}
