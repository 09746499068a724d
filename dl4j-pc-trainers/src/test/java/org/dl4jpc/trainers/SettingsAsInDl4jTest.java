// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Settings of DL4J that act on the gradient after a rule has made it: training by Z-IL under each
 * is training by DL4J's backpropagation, and IL learns under each.
 */
class SettingsAsInDl4jTest {
  private static final int BATCHES = 2;
  private static final int EPOCHS = 2;

  /**
   * A setting.
   *
   * @param name for the report
   * @param base what it changes for all layers
   * @param afterwards what it changes in the finished configuration
   */
  private record Setting(
      String name,
      UnaryOperator<NeuralNetConfiguration.Builder> base,
      Consumer<MultiLayerConfiguration> afterwards) {

    static Setting of(String name, UnaryOperator<NeuralNetConfiguration.Builder> base) {
      return new Setting(name, base, configuration -> {});
    }

    static Setting then(String name, Consumer<MultiLayerConfiguration> afterwards) {
      return new Setting(name, base -> base, afterwards);
    }

    MultiLayerNetwork network(SmallNet net) {
      MultiLayerConfiguration configuration = net.configuration(base);
      afterwards.accept(configuration);
      return SmallNet.initialised(configuration);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Setting> settings() {
    return Stream.of(
            gradientNormalizations(), regularisations(), constraints(), updaters(), memory())
        .flatMap(s -> s);
  }

  private static Stream<Setting> gradientNormalizations() {
    return Stream.of(GradientNormalization.values())
        .map(
            normalization ->
                Setting.of(
                    normalization.name(),
                    base ->
                        base.gradientNormalization(normalization)
                            .gradientNormalizationThreshold(0.05)
                            .updater(new Sgd(0.1))));
  }

  private static Stream<Setting> regularisations() {
    return Stream.of(
        Setting.of("L1", base -> base.l1(0.02)),
        Setting.of("L2", base -> base.l2(0.02).l2Bias(0.01)),
        Setting.of("weight decay", base -> base.weightDecay(0.02).weightDecayBias(0.01, true)),
        Setting.of("minibatch(false)", base -> base.miniBatch(false).l2(0.02)),
        Setting.of("DropConnect", base -> base.weightNoise(new DropConnect(0.8))));
  }

  private static Stream<Setting> constraints() {
    return Stream.of(
        Setting.of("max norm", base -> base.constrainWeights(new MaxNormConstraint(0.5, 1))),
        Setting.of(
            "min-max norm", base -> base.constrainWeights(new MinMaxNormConstraint(0.4, 0.6, 1))),
        Setting.of(
            "non-negative", base -> base.constrainAllParameters(new NonNegativeConstraint())),
        Setting.of("unit norm", base -> base.constrainWeights(new UnitNormConstraint(1))));
  }

  private static Stream<Setting> updaters() {
    return Stream.of(
        Setting.of(
            "schedule an iteration",
            base ->
                base.updater(new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.05, 0.5)))),
        Setting.of(
            "schedule an epoch",
            base ->
                base.updater(
                    new Nesterovs(
                        new MapSchedule(ScheduleType.EPOCH, Map.of(0, 0.2, 1, 0.01)), 0.9))),
        Setting.of("bias updater", base -> base.biasUpdater(new Sgd(0.3))),
        Setting.then("updater a layer", SettingsAsInDl4jTest::setUpdaters));
  }

  private static void setUpdaters(MultiLayerConfiguration configuration) {
    IUpdater[] updaters = {new Sgd(0.1), new RmsProp(0.01), new Nesterovs(0.05, 0.9)};
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      if (configuration.getConf(i).getLayer() instanceof BaseLayer layer) {
        layer.setIUpdater(updaters[i % updaters.length].clone());
        layer.setBiasUpdater(new Adam(0.03));
      }
    }
  }

  private static Stream<Setting> memory() {
    return Stream.of(
        Setting.then("workspaces off", c -> c.setTrainingWorkspaceMode(WorkspaceMode.NONE)),
        Setting.then("workspaces on", c -> c.setTrainingWorkspaceMode(WorkspaceMode.ENABLED)),
        Setting.then("cache on the host", c -> c.setCacheMode(CacheMode.HOST)),
        Setting.then("cache on the device", c -> c.setCacheMode(CacheMode.DEVICE)));
  }

  static Stream<Arguments> everyNetUnderEverySetting() {
    return settings()
        .flatMap(setting -> Stream.of(SmallNet.values()).map(net -> Arguments.of(net, setting)));
  }

  @ParameterizedTest
  @MethodSource("everyNetUnderEverySetting")
  void zilTrainsAsDl4jDoes(SmallNet net, Setting setting) {
    Twins twins = new Twins(() -> setting.network(net));
    twins.train(network -> network.fit(net.iterator(BATCHES), EPOCHS));
  }

  @ParameterizedTest
  @MethodSource("everyNetUnderEverySetting")
  void ilLearns(SmallNet net, Setting setting) {
    MultiLayerNetwork network = setting.network(net);
    PcTrainer trainer = PcTrainer.of(network, LearningRule.il()).fit(net.batch());
    double before = network.score(net.batch()); // with all constraints met
    for (int i = 0; i < 5; i++) {
      trainer.fit(net.batch());
    }
    assertThat(network.score(net.batch())).isLessThan(before);
  }
}
