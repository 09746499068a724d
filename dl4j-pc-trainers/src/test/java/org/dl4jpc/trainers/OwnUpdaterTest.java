// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A rule that brings its own updater: all layers take it, from a fresh state. */
class OwnUpdaterTest {

  static Stream<Arguments> netsAndUpdaters() {
    return Stream.of(SmallNet.values())
        .flatMap(
            net ->
                Stream.of(new Sgd(0.1), new Nesterovs(0.05, 0.9), new Adam(0.03))
                    .map(updater -> Arguments.of(net, updater)));
  }

  private static LearningRule with(IUpdater updater) {
    return LearningRule.zil().withUpdater(updater);
  }

  /** A network whose own updaters have seen some steps; with one for biases of its own. */
  private static MultiLayerNetwork warm(SmallNet net) {
    MultiLayerNetwork network = net.network(base -> base.biasUpdater(new Sgd(0.7)));
    network.fit(net.iterator(2));
    return network;
  }

  @ParameterizedTest
  @MethodSource("netsAndUpdaters")
  void trainsAsDl4jWithThatUpdaterAfresh(SmallNet net, IUpdater updater) {
    MultiLayerNetwork network = warm(net);
    MultiLayerNetwork reference = net.network(base -> base.updater(updater));
    reference.setParams(network.params());
    reference.getLayerWiseConfigurations().setIterationCount(network.getIterationCount());
    reference.getLayerWiseConfigurations().setEpochCount(network.getEpochCount());
    reference.fit(net.iterator(3), 2);
    PcTrainer.of(network, with(updater)).fit(net.iterator(3), 2);
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-10);
  }

  @ParameterizedTest
  @MethodSource("netsAndUpdaters")
  void theUsersOwnUpdaterAndItsStateStay(SmallNet net, IUpdater updater) {
    MultiLayerNetwork network = warm(net);
    String configuration = network.getLayerWiseConfigurations().toJson();
    INDArray state = network.getUpdater().getStateViewArray().dup();
    int iterations = network.getIterationCount();
    int epochs = network.getEpochCount();
    PcTrainer.of(network, with(updater)).fit(net.iterator(2), 1);
    assertThat(network.getUpdater().getStateViewArray()).isEqualTo(state);
    network.getLayerWiseConfigurations().setIterationCount(iterations);
    network.getLayerWiseConfigurations().setEpochCount(epochs);
    assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
  }

  @ParameterizedTest
  @MethodSource("netsAndUpdaters")
  void everyLayerHasIt(SmallNet net, IUpdater updater) {
    MultiLayerNetwork attached = PredictiveCoding.attach(warm(net), with(updater));
    for (Layer layer : attached.getLayers()) {
      for (String parameter : layer.paramTable().keySet()) {
        if (layer.updaterDivideByMinibatch(parameter)) {
          assertThat(layer.getConfig().getUpdaterByParam(parameter)).isEqualTo(updater);
        }
      }
    }
  }

  /** DL4J's clones of such layers share what they wrap. */
  @Test
  void wrappedLayersAndSameDiffLayersTakeItToo() {
    MultiLayerNetwork network = SmallNet.initialised(wrapped(new Adam(0.01)));
    MultiLayerNetwork reference = SmallNet.initialised(wrapped(new Nesterovs(0.1, 0.9)));
    String configuration = network.getLayerWiseConfigurations().toJson();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, with(new Nesterovs(0.1, 0.9)));
    for (int i = 0; i < 3; i++) {
      attached.fit(SmallNet.RNN.batch());
      reference.fit(SmallNet.RNN.batch());
    }
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-10);
    network.getLayerWiseConfigurations().setIterationCount(0);
    assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
  }

  private static MultiLayerConfiguration wrapped(IUpdater updater) {
    return SmallNet.base()
        .updater(updater)
        .list()
        .layer(new Bidirectional(new SimpleRnn.Builder().nOut(3).build()))
        .layer(new SelfAttentionLayer.Builder().nOut(4).nHeads(1).projectInput(true).build())
        .layer(new LastTimeStep(new SimpleRnn.Builder().nOut(4).build()))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(SmallNet.CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.recurrent(3, 4))
        .build();
  }

  @Test
  void runningStatisticsOfBatchNormalisationKeepTheirOwn() {
    SmallNet net = SmallNet.CNN;
    MultiLayerNetwork attached = PredictiveCoding.attach(warm(net), with(new Sgd(0.1)));
    INDArray before = attached.getParam("1_mean").dup();
    attached.fit(net.batch());
    MultiLayerNetwork plain = warm(net);
    plain.fit(net.batch());
    assertThat(attached.getParam("1_mean")).isNotEqualTo(before);
    assertThat(Twins.distance(attached.getParam("1_mean"), plain.getParam("1_mean")))
        .isLessThan(1e-12);
  }

  @Test
  void itStaysWhenTheRuleIsTakenOff() {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(SmallNet.MLP.network(), with(new Nesterovs(0.05, 0.9)));
    attached.fit(SmallNet.MLP.iterator(2));
    MultiLayerNetwork plain = PredictiveCoding.detach(attached);
    plain.fit(SmallNet.MLP.iterator(2));
    MultiLayerNetwork reference =
        SmallNet.MLP.network(base -> base.updater(new Nesterovs(0.05, 0.9)));
    reference.fit(SmallNet.MLP.iterator(2), 2);
    assertThat(Twins.distance(attached.params(), reference.params())).isLessThan(1e-10);
  }

  @Test
  void theConfigurationsUpdaterMayBeKept() {
    LearningRule rule = with(new Sgd(0.1)).withConfigUpdater();
    assertThat(rule).isEqualTo(LearningRule.zil());
    Twins twins = new Twins(SmallNet.MLP::network);
    twins.train(network -> network.fit(SmallNet.MLP.iterator(2)));
    MultiLayerNetwork network = SmallNet.MLP.network();
    PcTrainer.of(network, rule).fit(SmallNet.MLP.iterator(2), 1);
    assertThat(network.params()).isEqualTo(twins.network().params());
  }
}
