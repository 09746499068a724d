// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** What an attached network shares with the user's, and what it does not. */
class SharedStateTest {

  @ParameterizedTest
  @EnumSource
  void trainingChangesTheUsersOwnArray(SmallNet net) {
    MultiLayerNetwork network = net.network();
    INDArray parameters = network.params();
    INDArray weights = network.getParam("0_W");
    INDArray before = parameters.dup();
    INDArray weightsBefore = weights.dup();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    assertThat(attached.params().data().pointer().address())
        .isEqualTo(parameters.data().pointer().address());
    attached.fit(net.batch());
    assertThat(network.params()).isSameAs(parameters);
    assertThat(parameters.distance2(before)).isPositive();
    assertThat(weights.distance2(weightsBefore)).isPositive();
    assertThat(attached.params()).isEqualTo(parameters);
  }

  @Test
  void attachingChangesNothing() {
    MultiLayerNetwork network = SmallNet.CNN.network();
    network.fit(SmallNet.CNN.iterator(2));
    Snapshot before = Snapshot.of(network);
    String configuration = network.getLayerWiseConfigurations().toJson();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    before.assertUnchanged(network);
    before.assertUnchanged(attached);
    assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
    assertThat(attached.getLayerWiseConfigurations())
        .isNotSameAs(network.getLayerWiseConfigurations());
  }

  @Test
  void theUsersConfigurationStaysButForItsCounts() {
    MultiLayerConfiguration configuration = SmallNet.MLP.configuration(base -> base);
    MultiLayerNetwork network = SmallNet.initialised(configuration);
    String before = configuration.toJson();
    PcTrainer.of(network, LearningRule.il()).fit(SmallNet.MLP.iterator(3), 2);
    assertThat(network.getLayerWiseConfigurations()).isSameAs(configuration);
    assertThat(configuration.getIterationCount()).isEqualTo(6);
    assertThat(configuration.getEpochCount()).isEqualTo(2);
    configuration.setIterationCount(0);
    configuration.setEpochCount(0);
    assertThat(configuration.toJson()).isEqualTo(before);
  }

  @Test
  void inferenceAndGradientChangeNothing() {
    MultiLayerNetwork network = SmallNet.CNN.network();
    network.fit(SmallNet.CNN.iterator(2));
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    Snapshot before = Snapshot.of(network);
    double score = network.score();
    PredictiveCoding.infer(attached, SmallNet.CNN.batch());
    before.assertUnchanged(network);
    INDArray gradient = PredictiveCoding.gradient(attached, SmallNet.CNN.batch()).gradient();
    assertThat(gradient.norm2Number().doubleValue()).isPositive();
    assertThat(network.score()).isCloseTo(network.score(SmallNet.CNN.batch(), true), within(1e-12));
    network.setScore(score);
    before.assertUnchanged(network);
  }

  /** Each half trains by what it is given; together they are ten steps of backpropagation. */
  private static void assertTenStepsOfBackprop(
      Consumer<MultiLayerNetwork> fiveSteps, Consumer<MultiLayerNetwork> otherFiveSteps) {
    MultiLayerNetwork reference = scheduled();
    fit(reference, 10);
    MultiLayerNetwork network = scheduled();
    fiveSteps.accept(network);
    otherFiveSteps.accept(network);
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-12);
    assertThat(
            Twins.distance(
                network.getUpdater().getStateViewArray(),
                reference.getUpdater().getStateViewArray()))
        .isLessThan(1e-12);
    assertThat(network.getIterationCount()).isEqualTo(10);
  }

  private static MultiLayerNetwork scheduled() {
    return SmallNet.MLP.network(
        base -> base.updater(new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.02, 0.8))));
  }

  private static void fit(MultiLayerNetwork network, int steps) {
    for (int i = 0; i < steps; i++) {
      network.fit(SmallNet.MLP.batch());
    }
  }

  private static void fitByZil(MultiLayerNetwork network) {
    fit(PredictiveCoding.attach(network, LearningRule.zil()), 5);
  }

  @Test
  void updaterStateGoesOnFromBackprop() {
    assertTenStepsOfBackprop(network -> fit(network, 5), SharedStateTest::fitByZil);
  }

  @Test
  void updaterStateGoesOnToBackprop() {
    assertTenStepsOfBackprop(SharedStateTest::fitByZil, network -> fit(network, 5));
  }

  @Test
  void updaterStateGoesOnThroughDetach() {
    assertTenStepsOfBackprop(
        network -> {
          MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
          fit(attached, 3);
          MultiLayerNetwork plain = PredictiveCoding.detach(attached);
          assertThat(PredictiveCoding.isAttached(plain)).isFalse();
          assertThat(plain.getIterationCount()).isEqualTo(3);
          fit(plain, 2);
          network.getLayerWiseConfigurations().setIterationCount(plain.getIterationCount());
        },
        network -> fit(network, 5));
  }

  @Test
  void oneAttachedNetworkAndTheUsersOwnMayTakeTurns() {
    MultiLayerNetwork network = scheduled();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    MultiLayerNetwork reference = scheduled();
    for (MultiLayerNetwork each : new MultiLayerNetwork[] {attached, network, attached, network}) {
      each.fit(SmallNet.MLP.iterator(2));
      reference.fit(SmallNet.MLP.iterator(2));
      assertThat(attached.getIterationCount()).isEqualTo(reference.getIterationCount());
      assertThat(network.getEpochCount()).isEqualTo(reference.getEpochCount());
    }
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-12);
  }

  @Test
  void epochSchedulesFollowTheSharedCount() {
    MapSchedule schedule = new MapSchedule(ScheduleType.EPOCH, Map.of(0, 0.1, 1, 0.01, 2, 0.001));
    Twins twins = new Twins(() -> SmallNet.MLP.network(base -> base.updater(new Adam(schedule))));
    twins.train(network -> network.fit(SmallNet.MLP.iterator(2)));
    twins.network().fit(SmallNet.MLP.iterator(2));
    twins.reference().fit(SmallNet.MLP.iterator(2));
    twins.train(network -> network.fit(SmallNet.MLP.iterator(2)));
    assertThat(twins.network().getEpochCount()).isEqualTo(3);
  }

  @Test
  void countsOfLayersFollow() {
    MultiLayerNetwork network = SmallNet.MLP.network();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    attached.fit(SmallNet.MLP.iterator(3), 2);
    for (NeuralNetConfiguration conf : network.getLayerWiseConfigurations().getConfs()) {
      assertThat(conf.getEpochCount()).isEqualTo(2);
    }
    assertThat(attached.getLayer(0).getIterationCount()).isEqualTo(6);
    assertThat(attached.getLayer(0).getEpochCount()).isEqualTo(2);
  }

  @Test
  void scoreComesBack() {
    MultiLayerNetwork network = SmallNet.MLP.network(base -> base.l2(0.1));
    double expected = network.score(SmallNet.MLP.batch(), true);
    PcTrainer.of(network, LearningRule.il()).fit(SmallNet.MLP.batch());
    assertThat(network.score()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void rulesMayFollowEachOther() {
    MultiLayerNetwork network = scheduled();
    MultiLayerNetwork reference = scheduled();
    MultiLayerNetwork il = PredictiveCoding.attach(network, LearningRule.il());
    MultiLayerNetwork zil = PredictiveCoding.attach(il, LearningRule.zil());
    assertThat(PredictiveCoding.ruleOf(zil)).isEqualTo(LearningRule.zil());
    fit(zil, 5);
    fit(reference, 5);
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-12);
    assertThat(network.getIterationCount()).isEqualTo(5);
    assertThat(il.getIterationCount()).isEqualTo(5);
    assertThat(network.score()).isEqualTo(zil.score());
  }

  @Test
  void aCloneIsIndependentAndAttached() {
    MultiLayerNetwork network = scheduled();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    fit(attached, 3);
    Snapshot before = Snapshot.of(attached);
    MultiLayerNetwork copy = attached.clone();
    before.assertUnchanged(copy);
    assertThat(PredictiveCoding.ruleOf(copy)).isEqualTo(LearningRule.il());
    fit(copy, 2);
    before.assertUnchanged(attached);
    before.assertUnchanged(network);
    fit(attached, 2);
    Snapshot.of(copy).assertUnchanged(attached);
    assertThat(copy.getLayerWiseConfigurations()).isEqualTo(attached.getLayerWiseConfigurations());
  }
}
