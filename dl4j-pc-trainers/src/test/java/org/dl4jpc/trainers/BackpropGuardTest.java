// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Nothing of an attached network trains by backpropagation without a word. */
class BackpropGuardTest {

  private static MultiLayerNetwork attached() {
    return PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.il());
  }

  /** What parallel training does to make its replicas. */
  private static MultiLayerNetwork replica(MultiLayerConfiguration configuration) {
    MultiLayerNetwork attached = attached();
    MultiLayerNetwork replica = new MultiLayerNetwork(configuration);
    replica.init(attached.params().dup(), false);
    replica.setListeners(attached.getListeners());
    return replica;
  }

  static Stream<MultiLayerConfiguration> configurations() {
    MultiLayerConfiguration own = attached().getLayerWiseConfigurations();
    return Stream.of(
        own,
        own.clone(),
        MultiLayerConfiguration.fromJson(own.toJson()),
        MultiLayerConfiguration.fromYaml(own.toYaml()));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void aReplicaThatLostTheRuleIsStoppedBeforeItLearns(MultiLayerConfiguration configuration) {
    MultiLayerNetwork replica = replica(configuration);
    INDArray before = replica.params().dup();
    List<ThrowingConsumer<MultiLayerNetwork>> fits =
        List.of(
            network -> network.fit(SmallNet.MLP.batch()),
            network -> network.fit(SmallNet.MLP.iterator(2)),
            network -> network.fit(SmallNet.MLP.iterator(2), 2));
    for (ThrowingConsumer<MultiLayerNetwork> fit : fits) {
      assertThatThrownBy(() -> fit.accept(replica))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll(
              "this MultiLayerNetwork has listeners of a network attached to a predictive-coding"
                  + " rule, but not the rule",
              "PredictiveCoding.attach",
              "PredictiveCoding.restore");
      assertThat(replica.params()).isEqualTo(before);
    }
    assertThat(replica.getIterationCount()).isZero();
  }

  @Test
  void aReplicaWithoutListenersIsStoppedAtItsFirstStep() {
    MultiLayerNetwork attached = attached();
    attached.fit(SmallNet.MLP.batch());
    MultiLayerConfiguration configuration = attached.getLayerWiseConfigurations().clone();
    assertThat(configuration.getIterationCount()).isEqualTo(1);
    MultiLayerNetwork replica = new MultiLayerNetwork(configuration);
    replica.init(attached.params().dup(), false);
    assertThat(replica.output(SmallNet.MLP.batch().getFeatures()))
        .isEqualTo(attached.output(SmallNet.MLP.batch().getFeatures()));
    assertThatThrownBy(() -> replica.fit(SmallNet.MLP.batch()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "a plain network, built from a clone of the configuration",
            "has trained by backpropagation",
            "PredictiveCoding.detach");
    MultiLayerNetwork again = PredictiveCoding.attach(replica, LearningRule.il());
    again.fit(SmallNet.MLP.batch());
    assertThat(replica.getIterationCount()).isEqualTo(2);
    replica.fit(SmallNet.MLP.batch());
    assertThat(replica.getIterationCount()).isEqualTo(3);
  }

  @Test
  void aReplicaIsAttachedAgainByItsUser() {
    MultiLayerNetwork replica = replica(attached().getLayerWiseConfigurations().clone());
    MultiLayerNetwork again = PredictiveCoding.attach(replica, LearningRule.il());
    again.fit(SmallNet.MLP.batch());
    MultiLayerNetwork expected = attached();
    expected.fit(SmallNet.MLP.batch());
    assertThat(again.params()).isEqualTo(expected.params());
  }

  @Test
  void replacingListenersKeepsTheGuard() {
    MultiLayerNetwork attached = attached();
    attached.setListeners(List.of());
    attached.addListeners(new CollectScoresListener(1));
    attached.setListeners(new CollectScoresListener(1), new CollectScoresListener(1));
    attached.setListeners(attached.getListeners());
    assertThat(attached.getListeners().stream().filter(BackpropGuard.class::isInstance)).hasSize(1);
    MultiLayerNetwork plain = SmallNet.MLP.network();
    plain.setListeners(attached.getListeners());
    assertThatThrownBy(() -> plain.fit(SmallNet.MLP.batch()))
        .hasMessageContaining("but not the rule");
  }

  @Test
  void theUsersOwnNetworkAndADetachedOneHaveNoGuard() {
    MultiLayerNetwork network = SmallNet.MLP.network();
    CollectScoresListener listener = new CollectScoresListener(1);
    network.setListeners(listener);
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    MultiLayerNetwork plain = PredictiveCoding.detach(attached);
    assertThat(network.getListeners()).containsExactly(listener);
    assertThat(plain.getListeners()).containsExactly(listener);
    network.fit(SmallNet.MLP.batch());
    plain.fit(SmallNet.MLP.batch());
  }

  @Test
  void anAttachedNetworkDoesNotBackpropagate() {
    MultiLayerNetwork attached = attached();
    DataSet batch = SmallNet.MLP.batch();
    assertThatThrownBy(
            () -> attached.calculateGradients(batch.getFeatures(), batch.getLabels(), null, null))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContainingAll(
            "an attached network does not backpropagate", "PredictiveCoding.gradient");
  }

  @Test
  void unsupervisedPretrainingIsLeftToTheUsersNetwork() {
    MultiLayerNetwork network =
        SmallNet.initialised(
            SmallNet.base()
                .list()
                .layer(
                    new VariationalAutoencoder.Builder()
                        .encoderLayerSizes(5)
                        .decoderLayerSizes(5)
                        .nOut(3)
                        .build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(SmallNet.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(6))
                .build());
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    INDArray before = network.params().dup();
    assertThatThrownBy(() -> attached.pretrain(SmallNet.MLP.iterator(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "this VariationalAutoencoder", "a layer being pretrained", "the user's own network");
    assertThat(network.params()).isEqualTo(before);
    network.pretrain(SmallNet.MLP.iterator(1));
    assertThat(network.params()).isNotEqualTo(before);
  }
}
