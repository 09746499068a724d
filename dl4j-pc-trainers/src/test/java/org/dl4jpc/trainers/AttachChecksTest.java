// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks and rules that do not go together are refused when they meet, with the reason. */
class AttachChecksTest {

  private static void assertRefused(MultiLayerNetwork network, LearningRule rule, String... parts) {
    Snapshot before = Snapshot.of(network);
    assertThatThrownBy(() -> PredictiveCoding.attach(network, rule))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContainingAll(parts);
    assertThatThrownBy(() -> PcTrainer.of(network, rule))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContainingAll(parts);
    before.assertUnchanged(network);
  }

  private static MultiLayerConfiguration endingIn(Layer... layers) {
    var list = SmallNet.base().list();
    for (var layer : layers) {
      list.layer(layer);
    }
    return list.setInputType(InputType.feedForward(6)).build();
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build();
  }

  @Test
  void argumentsMustNotBeNull() {
    assertThatThrownBy(() -> PredictiveCoding.attach((MultiLayerNetwork) null, LearningRule.il()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal network: null, must be an object");
    assertThatThrownBy(() -> PredictiveCoding.attach(SmallNet.MLP.network(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal rule: null, must be an object");
    assertThatThrownBy(() -> PcTrainer.of((MultiLayerNetwork) null, LearningRule.il()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal network: null, must be an object");
  }

  static Stream<ThrowingConsumer<MultiLayerNetwork>> callsThatNeedAnAttachedNetwork() {
    return Stream.of(
        network -> PredictiveCoding.ruleOf(network),
        network -> PredictiveCoding.detach(network),
        network -> PredictiveCoding.infer(network, SmallNet.MLP.batch()),
        network -> PredictiveCoding.gradient(network, SmallNet.MLP.batch()),
        network -> PredictiveCoding.save(network, new File("never.zip")));
  }

  @ParameterizedTest
  @MethodSource("callsThatNeedAnAttachedNetwork")
  void theNetworkMustBeAttached(ThrowingConsumer<MultiLayerNetwork> call) {
    MultiLayerNetwork plain = SmallNet.MLP.network();
    assertThat(PredictiveCoding.isAttached(plain)).isFalse();
    assertThatThrownBy(() -> call.accept(plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "illegal (network|model): MultiLayerNetwork, must be attached to a learning rule");
    assertThatThrownBy(() -> call.accept(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("illegal (network|model): null, must be attached to a learning rule");
  }

  @Test
  void theNetworkMustBeInitialised() {
    MultiLayerNetwork network = new MultiLayerNetwork(SmallNet.MLP.configuration(base -> base));
    assertThatThrownBy(() -> PredictiveCoding.attach(network, LearningRule.zil()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("illegal network: not initialised, call init() first");
    assertThat(network.isInitCalled()).isFalse();
  }

  @Test
  void theNetworkMustHaveParameters() {
    MultiLayerNetwork network =
        SmallNet.initialised(
            endingIn(new LossLayer.Builder(LossFunction.MSE).activation(Activation.TANH).build()));
    assertThatThrownBy(() -> PredictiveCoding.attach(network, LearningRule.zil()))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessage("illegal network: it has no parameters to train");
  }

  @Test
  void theNetworkMustEndInAnOutputLayer() {
    assertRefused(
        SmallNet.initialised(endingIn(dense(), dense())),
        LearningRule.il(),
        "illegal output 'layer1 (DenseLayer)': DenseLayer",
        "must be an output layer");
  }

  /** An embedding's input are indices, of which there is no gradient. */
  @Test
  void nothingBelowAnEmbeddingCanLearn() {
    MultiLayerNetwork network =
        SmallNet.initialised(
            endingIn(
                new DenseLayer.Builder().nOut(1).activation(Activation.TANH).build(),
                new EmbeddingLayer.Builder().nIn(4).nOut(3).name("words").build(),
                new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build()));
    assertRefused(
        network,
        LearningRule.zil(),
        "illegal layer 'layer0 (DenseLayer)': below 'words', which passes no error on",
        "must be frozen");
    assertThatThrownBy(
            () ->
                network.fit(SmallNet.MLP.batch().getFeatures(), SmallNet.labels(SmallNet.SAMPLES)))
        .isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = OptimizationAlgorithm.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "STOCHASTIC_GRADIENT_DESCENT")
  void onlyGradientDescentFollowsARule(OptimizationAlgorithm algorithm) {
    assertRefused(
        SmallNet.MLP.network(base -> base.optimizationAlgo(algorithm)),
        LearningRule.zil(),
        "illegal optimization algorithm: " + algorithm,
        "must be STOCHASTIC_GRADIENT_DESCENT");
  }

  @Test
  void segmentsNeedLayersThatCarryTheirState() {
    MultiLayerConfiguration configuration = SmallNet.RNN.configuration(base -> base);
    configuration.setBackpropType(BackpropType.TruncatedBPTT);
    assertRefused(
        SmallNet.initialised(configuration),
        LearningRule.zil(),
        "illegal backprop type: TruncatedBPTT",
        "must be Standard for layer 'layer1 (LastTimeStepLayer)': a LastTimeStep, which has one");
  }

  @Test
  void halfPrecisionIsRefused() {
    assertRefused(
        SmallNet.MLP.network(base -> base.dataType(DataType.FLOAT16)),
        LearningRule.il(),
        "illegal data type: HALF",
        "must be FLOAT or DOUBLE");
  }

  private static MultiLayerNetwork oneClass() {
    return SmallNet.initialised(
        endingIn(
            dense(),
            new OCNNOutputLayer.Builder()
                .nIn(4)
                .hiddenLayerSize(3)
                .nu(0.1)
                .windowSize(4)
                .initialRValue(0.3)
                .activation(Activation.SIGMOID)
                .build()));
  }

  @Test
  void oneClassOutputsTrainByZilOnly() {
    assertRefused(
        oneClass(), LearningRule.il(), "illegal rule for OCNNOutputLayer 'layer1", "must be zil()");
    new Twins(AttachChecksTest::oneClass)
        .train(
            network -> {
              for (int i = 0; i < 3; i++) {
                network.fit(SmallNet.MLP.batch().getFeatures(), SmallNet.labels(SmallNet.SAMPLES));
              }
            });
  }

  @Test
  void precisionsMustBeAsManyAsHiddenNodes() {
    MultiLayerNetwork network = SmallNet.MLP.network();
    LearningRule rule = LearningRule.il().withPrecision(1.0, 2.0, 3.0);
    Snapshot before = Snapshot.of(network);
    assertThatThrownBy(() -> PredictiveCoding.attach(network, rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "illegal precision: [1.0, 2.0, 3.0], must be one value, or 2 as the network has"
                + " hidden nodes: layer0 (DenseLayer), layer1 (DenseLayer)");
    before.assertUnchanged(network);
  }
}
