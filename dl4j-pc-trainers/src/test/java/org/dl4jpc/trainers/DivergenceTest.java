// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Inference or learning that diverges is an error that says where, and leaves no trace. */
class DivergenceTest {

  @ParameterizedTest
  @EnumSource
  void aHugeStepSizeIsAnErrorThatSaysWhatToLower(SmallNet net) {
    MultiLayerNetwork network = net.network();
    MultiLayerNetwork attached =
        PredictiveCoding.attach(network, LearningRule.il().withStepSize(1e3));
    Snapshot before = Snapshot.of(network);
    assertThatThrownBy(() -> attached.fit(net.batch()))
        .isInstanceOf(InferenceDivergedException.class)
        .hasMessageMatching(
            "inference diverged at inference step \\d+ of 20 in layer 'layer\\d \\(\\w+\\)'"
                + " \\(energy .*\\); parameters are those of the last completed iteration; lower"
                + " the step size \\(now StepSizes\\[feedback=1000.0, own=1000.0]\\), or the"
                + " learning rate");
    before.assertUnchanged(network);
  }

  @ParameterizedTest
  @EnumSource
  void theNextFitWithGoodSettingsWorks(SmallNet net) {
    MultiLayerNetwork network = net.network();
    network.fit(net.batch());
    MultiLayerNetwork bad = PredictiveCoding.attach(network, LearningRule.il().withStepSize(1e3));
    assertThatThrownBy(() -> bad.fit(net.batch())).isInstanceOf(InferenceDivergedException.class);
    MultiLayerNetwork untouched = net.network();
    untouched.fit(net.batch());
    PcTrainer.of(network, LearningRule.il()).fit(net.iterator(3), 2);
    PcTrainer.of(untouched, LearningRule.il()).fit(net.iterator(3), 2);
    Snapshot.of(untouched).assertUnchanged(network);
  }

  @Test
  void theIterationsBeforeCount() {
    List<DataSet> batches = SmallNet.MLP.batches(3);
    batches.get(2).getFeatures().muli(1e200);
    MultiLayerNetwork network = linear(new Sgd(1e-3), DataType.DOUBLE);
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    assertThatThrownBy(() -> attached.fit(new PrefetchedBatches(batches)))
        .isInstanceOf(InferenceDivergedException.class);
    MultiLayerNetwork reference = linear(new Sgd(1e-3), DataType.DOUBLE);
    PcTrainer.of(reference, LearningRule.il()).fit(batches.get(0)).fit(batches.get(1));
    Snapshot.of(reference).assertUnchanged(network);
    assertThat(network.getIterationCount()).isEqualTo(2);
  }

  /** The buffers that a diverged inference filled with NaN serve the next minibatch. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDivergedMinibatchLeavesNothingBehind(boolean learning) {
    DataSet good = SmallNet.MLP.batch();
    DataSet bad = new DataSet(good.getFeatures().mul(1e300), good.getLabels());
    MultiLayerNetwork network = linear(new Sgd(1e-3), DataType.DOUBLE);
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    attached.fit(good);
    if (learning) {
      assertThatThrownBy(() -> attached.fit(bad)).isInstanceOf(InferenceDivergedException.class);
    } else {
      InferenceResult result = PredictiveCoding.infer(attached, bad);
      assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    }
    attached.fit(good);
    MultiLayerNetwork reference = linear(new Sgd(1e-3), DataType.DOUBLE);
    PcTrainer.of(reference, LearningRule.il()).fit(good).fit(good);
    Snapshot.of(reference).assertUnchanged(network);
  }

  private static MultiLayerNetwork linear(Sgd updater, DataType type) {
    return SmallNet.initialised(
        SmallNet.base()
            .dataType(type)
            .updater(updater)
            .list()
            .layer(new DenseLayer.Builder().nOut(7).activation(Activation.IDENTITY).build())
            .layer(new DenseLayer.Builder().nOut(5).activation(Activation.IDENTITY).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nOut(SmallNet.CLASSES)
                    .activation(Activation.IDENTITY)
                    .build())
            .setInputType(InputType.feedForward(6))
            .build());
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void aHugeLearningRateIsAnErrorInTheNextIteration(DataType type) {
    double rate = type == DataType.FLOAT ? 1e30 : 1e160;
    for (LearningRule rule : List.of(LearningRule.zil(), LearningRule.il())) {
      MultiLayerNetwork network = linear(new Sgd(rate), type);
      MultiLayerNetwork attached = PredictiveCoding.attach(network, rule);
      attached.fit(SmallNet.MLP.batch());
      Snapshot first = Snapshot.of(network);
      assertThat(network.params().amaxNumber().doubleValue()).isGreaterThan(1e25).isFinite();
      assertThatThrownBy(() -> attached.fit(SmallNet.MLP.batch()))
          .isInstanceOf(InferenceDivergedException.class)
          .hasMessageContainingAll(
              "inference diverged in the feed-forward pass",
              "parameters are those of the last completed iteration",
              "lower the learning rate, or scale the features");
      first.assertUnchanged(network);
    }
  }

  @Test
  void aToleranceStopsAtTheStepThatDiverges() {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(
            SmallNet.MLP.network(), LearningRule.il().withStepSize(1e3).withTolerance(1e-6));
    InferenceResult result = PredictiveCoding.infer(attached, SmallNet.MLP.batch());
    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(result.steps()).isLessThan(20);
    assertThat(result.stopReason().remedy()).contains("lower the step size");
  }
}
