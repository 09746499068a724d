// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** What cannot be trained, told before anything changes. */
class PcSameDiffChecksTest {

  private static SameDiff graph() {
    SameDiff sd = SameDiffNet.MLP.graph(new Sgd(0.1));
    sd.math().tanh("aside", sd.getVariable("h1"));
    sd.math().tanh("ofWeights", sd.getVariable("w1"));
    sd.math().sign("steps", sd.getVariable("h1"));
    sd.constant("fixed", Nd4j.ones(DataType.DOUBLE, 2));
    sd.setLossVariables("loss");
    return sd;
  }

  static Stream<Arguments> wrongNodes() {
    return Stream.of(
        Arguments.of(new String[] {}, "illegal value nodes: [], must be one variable or more"),
        Arguments.of(
            new String[] {"h1", "h1"}, "[h1, h1], must be one variable or more, each named"),
        Arguments.of(
            new String[] {"h9"},
            "illegal value node: 'h9', which is no variable of the graph, must be one of [add,"
                + " add_1, aside, "),
        Arguments.of(new String[] {null}, "illegal value node: 'null', which is no variable"),
        Arguments.of(
            new String[] {"in"}, "'in', a PLACEHOLDER, must be computed by an operation, as are ["),
        Arguments.of(new String[] {"w1"}, "illegal value node: 'w1', a VARIABLE, must be computed"),
        Arguments.of(new String[] {"fixed"}, "illegal value node: 'fixed', a CONSTANT, must be"),
        Arguments.of(new String[] {"loss"}, "illegal value node: 'loss', a loss, must be below"),
        Arguments.of(
            new String[] {"h1", "aside"},
            "illegal value node: 'aside', on which no loss depends through differentiable"
                + " operations, must be between the data and a loss"));
  }

  @ParameterizedTest
  @MethodSource("wrongNodes")
  void wrongNodes(String[] nodes, String message) {
    SameDiff sd = graph();
    assertThatThrownBy(() -> PcSameDiff.of(sd, LearningRule.zil(), nodes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThat(sd.isInitializedTraining()).isFalse();
    assertThat(sd.hasGradientFunction()).isFalse();
  }

  @Test
  void nodeThatNoDataReaches() {
    SameDiff sd = SameDiffNet.MLP.graph(new Sgd(0.1));
    sd.getVariable("loss").add("total", sd.math().tanh("ofWeights", sd.getVariable("b1")).sum());
    sd.setLossVariables("total");
    assertThatThrownBy(() -> PcSameDiff.of(sd, LearningRule.zil(), "h1", "ofWeights"))
        .hasMessageContaining("'ofWeights', which depends on no placeholder, must be between");
  }

  static Stream<Arguments> wrongRules() {
    return Stream.of(
        Arguments.of(LearningRule.ilProx(1.0), "illegal output of the rule: "),
        Arguments.of(
            LearningRule.il().withOutput(OutputMode.soft(0.1)), "loss variable of a SameDiff"),
        Arguments.of(
            LearningRule.of(
                InferenceSchedule.simultaneous(3, StepSizes.of(0.1)),
                OutputMode.clamped(),
                WeightRule.nlms(0.0),
                UpdateTiming.AFTER_INFERENCE),
            "must be WeightRule.lms(): normalised least mean squares needs the presynaptic"
                + " activity"),
        Arguments.of(LearningRule.seqIlMq(1e-3), "illegal updater of the rule: "),
        Arguments.of(
            LearningRule.il().withPrecision(1.0, 2.0, 3.0),
            "illegal precision: [1.0, 2.0, 3.0], must be one value, or 2 as the network has"));
  }

  @ParameterizedTest
  @MethodSource("wrongRules")
  void wrongRules(LearningRule rule, String message) {
    SameDiff sd = graph();
    INDArray before = sd.getVariable("w1").getArr().dup();
    assertThatThrownBy(() -> PcSameDiff.of(sd, rule, "h1", "h2").fit(SameDiffNet.MLP.data(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThat(sd.getVariable("w1").getArr()).isEqualTo(before);
    assertThat(sd.getTrainingConfig().getIterationCount()).isZero();
  }

  @Test
  void trainingConfiguration() {
    SameDiff sd = graph();
    sd.setTrainingConfig(null);
    assertThatThrownBy(() -> PcSameDiff.of(sd, LearningRule.zil(), "h1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no training configuration");
    TrainingConfig.Builder config =
        new TrainingConfig.Builder()
            .updater(new Sgd(0.1))
            .dataSetFeatureMapping("in")
            .dataSetLabelMapping("label");
    sd.setTrainingConfig(config.minimize(false).build());
    assertThatThrownBy(() -> PcSameDiff.of(sd, LearningRule.zil(), "h1"))
        .hasMessageContaining("minimize(false), must be minimize(true)");
  }

  @Test
  void lossThatCannotBeTold() {
    SameDiff sd = SameDiffNet.MLP.graph(new Sgd(0.1));
    sd.math().tanh("aside", sd.getVariable("h1"));
    sd.setLossVariables(new String[0]);
    assertThatThrownBy(() -> PcSameDiff.of(sd, LearningRule.zil(), "h1"))
        .hasMessageContaining(
            "illegal loss variables: [], must be named by setLossVariables, any of [aside, loss]");
  }

  static Stream<Arguments> wrongBatches() {
    MultiDataSet good = SameDiffNet.MLP.data(1);
    INDArray x = good.getFeatures(0);
    INDArray y = good.getLabels(0);
    return Stream.of(
        Arguments.of(
            new MultiDataSet(new INDArray[] {x, x}, new INDArray[] {y}),
            "illegal number of feature arrays: 2, must be 1, as the training configuration maps"
                + " [in]"),
        Arguments.of(
            new MultiDataSet(new INDArray[] {x}, new INDArray[0]),
            "illegal number of label arrays: 0, must be 1"),
        Arguments.of(
            new MultiDataSet(new INDArray[] {y}, new INDArray[] {y}),
            "illegal array for placeholder 'in': shape [4, 3], must be of shape [-1, 5]"));
  }

  @ParameterizedTest
  @MethodSource("wrongBatches")
  void wrongBatches(MultiDataSet batch, String message) {
    SameDiff sd = graph();
    PcSameDiff trainer = PcSameDiff.of(sd, LearningRule.zil(), "h1", "h2");
    assertThatThrownBy(() -> trainer.fit(batch)).hasMessageContaining(message);
    assertThat(sd.getTrainingConfig().getIterationCount()).isZero();
  }

  @Test
  void replacedWeights() {
    SameDiff sd = graph();
    sd.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), true);
    PcSameDiff trainer = PcSameDiff.of(sd, LearningRule.zil(), "h1", "h2");
    sd.setArrayForVariable("w1", Nd4j.ones(DataType.DOUBLE, 5, 6));
    assertThatThrownBy(() -> trainer.fit(SameDiffNet.MLP.data(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the array of 'w1' has been replaced");
  }

  private static List<INDArray> state(SameDiff sd) {
    List<INDArray> state = new ArrayList<>();
    for (String name : List.of("w1", "b1", "w2", "b2", "w3", "b3")) {
      state.add(sd.getVariable(name).getArr().dup());
      GradientUpdater<?> updater = sd.getUpdaterMap().get(name);
      updater.getState().values().forEach(array -> state.add(array.dup()));
    }
    return state;
  }

  @Test
  void divergenceLeavesWeightsAndUpdaters() {
    for (LearningRule rule : new LearningRule[] {LearningRule.il(), LearningRule.incremental()}) {
      SameDiff sd = SameDiffNet.MLP.graph(new Adam(0.01));
      sd.fit(SameDiffNet.MLP.data(1));
      List<INDArray> before = state(sd);
      PcSameDiff trainer =
          PcSameDiff.of(sd, rule.withStepSize(50.0).withInferenceSteps(40), "h1", "h2");
      assertThatThrownBy(() -> trainer.fit(SameDiffNet.MLP.data(1)))
          .isInstanceOf(InferenceDivergedException.class)
          .hasMessageContaining("inference diverged at inference step");
      assertThat(state(sd)).isEqualTo(before).hasSize(18);
      assertThat(sd.getTrainingConfig().getIterationCount()).isEqualTo(1);
    }
  }

  @Test
  void listenerThatFailsLeavesWeights() {
    SameDiff sd = graph();
    sd.fit(SameDiffNet.MLP.data(1));
    List<INDArray> before = state(sd);
    PcSameDiff trainer = PcSameDiff.of(sd, LearningRule.zil(), "h1", "h2");
    BaseListener failing =
        new BaseListener() {
          @Override
          public boolean isActive(Operation operation) {
            return true;
          }

          @Override
          public void preUpdate(SameDiff graph, At at, Variable variable, INDArray update) {
            if (variable.getName().equals("w3")) {
              throw new IllegalStateException("the disk is full");
            }
          }
        };
    assertThatThrownBy(() -> trainer.fit(SameDiffNet.MLP.data(1), failing))
        .hasMessage("the disk is full");
    assertThat(state(sd)).isEqualTo(before);
  }

  @Test
  void numbersThatAreNotFinite() {
    SameDiff sd = graph();
    PcSameDiff trainer = PcSameDiff.of(sd, LearningRule.zil(), "h1", "h2");
    MultiDataSet batch = SameDiffNet.MLP.data(1);
    batch.getFeatures(0).putScalar(2, Double.NaN);
    assertThatThrownBy(() -> trainer.fit(batch))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("illegal array for placeholder 'in': 1 elements are NaN");
  }

  @Test
  void placeholderWithoutData() {
    SameDiff sd = graph();
    sd.setTrainingConfig(
        new TrainingConfig.Builder()
            .updater(new Sgd(0.1))
            .dataSetFeatureMapping("in")
            .markLabelsUnused()
            .build());
    assertThatThrownBy(() -> PcSameDiff.of(sd, LearningRule.zil(), "h1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "illegal data set mapping: [in], must be of all placeholders that the losses depend on:"
                + " 'label' is missing");
    sd.getTrainingConfig().setDataSetFeatureMapping(List.of("inn"));
    assertThatThrownBy(() -> PcSameDiff.of(sd, LearningRule.zil(), "h1"))
        .hasMessage("illegal dataset feature mapping: inn, must be the name of a placeholder");
  }
}
