// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.listeners.records.History;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.TestMultiDataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Plain SameDiff graphs: gradients against SameDiff's own, energies, and training. */
class PcSameDiffTest {

  private static Map<String, INDArray> placeholders(SameDiff sd, MultiDataSet data) {
    Map<String, INDArray> map = new HashMap<>();
    map.put("in", data.getFeatures(0));
    map.put("label", data.getLabels(0));
    if (sd.hasVariable("target")) {
      map.put("target", data.getLabels(1));
    }
    return map;
  }

  private static Map<String, INDArray> backprop(SameDiff sd, MultiDataSet data) {
    return sd.calculateGradients(placeholders(sd, data), trainable(sd));
  }

  private static List<String> trainable(SameDiff sd) {
    return sd.variables().stream()
        .filter(v -> v.getVariableType() == VariableType.VARIABLE)
        .map(v -> v.name())
        .toList();
  }

  private static double distance(Map<String, INDArray> actual, Map<String, INDArray> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    double difference = 0.0;
    double norm = 0.0;
    for (String name : expected.keySet()) {
      double d = actual.get(name).sub(expected.get(name)).norm2Number().doubleValue();
      double n = expected.get(name).norm2Number().doubleValue();
      difference += d * d;
      norm += n * n;
    }
    return Math.sqrt(difference / norm);
  }

  @ParameterizedTest
  @EnumSource
  void zilIsSameDiffsGradient(SameDiffNet net) {
    SameDiff sd = net.graph(new Sgd(0.1));
    PcSameDiff trainer = PcSameDiff.of(sd, LearningRule.zil(), net.nodes());
    for (int seed = 1; seed <= 2; seed++) {
      Map<String, INDArray> gradient = trainer.gradient(net.data(seed));
      assertThat(distance(gradient, backprop(sd, net.data(seed)))).isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ilGradientIsThatOfItsEnergy(SameDiffNet net) {
    SameDiff sd = net.graph(new Sgd(0.1));
    MultiDataSet data = net.data(3);
    LearningRule rule =
        LearningRule.il().withStepSize(0.1).withInferenceSteps(8).withPrecision(0.7);
    PcSameDiff trainer = PcSameDiff.of(sd, rule, net.nodes());
    Map<String, INDArray> gradient = trainer.gradient(data);
    assertThat(distance(gradient, backprop(sd, data))).isGreaterThan(1e-3);
    InferenceResult result = trainer.infer(data);
    Map<String, INDArray> values = placeholders(sd, data);
    result.nodes().forEach(node -> values.put(node.name(), node.value()));
    SameDiffEnergy energy = new SameDiffEnergy(net, sd, values);
    double atEnd = result.energy()[8];
    assertThat(energy.of(0.7, SameDiffNet.BATCH)).isCloseTo(atEnd, within(1e-9));
    Map<String, INDArray> numeric = new LinkedHashMap<>();
    for (String name : gradient.keySet()) {
      INDArray parameter = sd.getVariable(name).getArr();
      INDArray sum = FiniteDifferences.gradient(() -> energy.of(0.7, SameDiffNet.BATCH), parameter);
      numeric.put(name, sum.div(SameDiffNet.BATCH));
    }
    assertThat(distance(gradient, numeric)).isLessThan(1e-7);
  }

  static Stream<Arguments> configurations() {
    return Stream.of(SameDiffNet.values())
        .flatMap(
            net ->
                Stream.of(
                    Arguments.of(net, new Sgd(0.1), List.of()),
                    Arguments.of(net, new Sgd(0.1), List.of(new L1Regularization(1e-3))),
                    Arguments.of(net, new Adam(0.01), List.of(new L2Regularization(1e-3))),
                    Arguments.of(
                        net,
                        new Adam(0.01),
                        List.of(
                            new L1Regularization(1e-3),
                            new L2Regularization(1e-3),
                            new WeightDecay(1e-3, true)))));
  }

  /**
   * Against single calls of SameDiff's fit: within one call, M2.1 itself takes a wrong gradient of
   * the second and later minibatches wherever there is an {@code nn().linear}.
   */
  @ParameterizedTest
  @MethodSource("configurations")
  void twentyStepsAreThoseOfSameDiffsFit(
      SameDiffNet net, IUpdater updater, List<Regularization> regularisation) {
    SameDiff own = net.graph(updater.clone());
    SameDiff pc = net.graph(updater.clone());
    own.getTrainingConfig().setRegularization(regularisation);
    pc.getTrainingConfig().setRegularization(regularisation);
    for (int i = 0; i < 20; i++) {
      own.fit(net.data(i % 5 + 1));
    }
    History history = PcSameDiff.of(pc, LearningRule.zil(), net.nodes()).fit(net.batches(5), 4);
    assertThat(distance(parameters(pc), parameters(own))).isLessThan(1e-12);
    assertThat(pc.getTrainingConfig().getIterationCount()).isEqualTo(20);
    assertThat(pc.getTrainingConfig().getEpochCount()).isEqualTo(4);
    assertThat(history.getLossCurve().losses()).hasSize(4);
  }

  @Test
  void fitAndSameDiffsFitTakeTurns() {
    SameDiffNet net = SameDiffNet.MLP;
    SameDiff own = net.graph(new Adam(0.01));
    SameDiff mixed = net.graph(new Adam(0.01));
    PcSameDiff trainer = PcSameDiff.of(mixed, LearningRule.zil(), net.nodes());
    for (int i = 0; i < 12; i++) {
      own.fit(net.data(i + 1));
      if (i % 3 == 0) {
        mixed.fit(net.data(i + 1));
      } else {
        trainer.fit(net.data(i + 1));
      }
    }
    assertThat(distance(parameters(mixed), parameters(own))).isLessThan(1e-12);
    assertThat(mixed.getTrainingConfig().getIterationCount()).isEqualTo(12);
    assertThat(mixed.getTrainingConfig().getEpochCount()).isZero();
  }

  private static Map<String, INDArray> parameters(SameDiff sd) {
    Map<String, INDArray> map = new LinkedHashMap<>();
    trainable(sd).forEach(name -> map.put(name, sd.getVariable(name).getArr()));
    return map;
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of("IL", LearningRule.il().withStepSize(0.05).withInferenceSteps(8)),
        Arguments.of("Z-IL", LearningRule.zil()),
        Arguments.of("SeqIL", LearningRule.seqIl()),
        Arguments.of(
            "PC-Nudge", LearningRule.pcNudge(0.01).withStepSize(0.1).withInferenceSteps(10)),
        Arguments.of(
            "fixed prediction",
            LearningRule.fixedPrediction().withInferenceSteps(8).withStepSize(0.5)),
        Arguments.of("incremental", LearningRule.incremental().withInferenceSteps(8)),
        Arguments.of(
            "centered",
            LearningRule.il().withInferenceSteps(8).withOutput(OutputMode.centered(0.1))),
        Arguments.of("decay", LearningRule.seqIl().withDecay(0.01)),
        Arguments.of(
            "free input", LearningRule.il().withInferenceSteps(8).withInput(InputMode.FREE)),
        Arguments.of(
            "error optimisation",
            LearningRule.of(
                InferenceSchedule.errors(5, StepSizes.of(0.1)),
                OutputMode.clamped(),
                WeightRule.lms(),
                UpdateTiming.AFTER_INFERENCE)));
  }

  @Test
  void lossesOfTheHistoryAreThoseOfTheGraph() {
    SameDiffNet net = SameDiffNet.TWO_OUTPUTS;
    SameDiff sd = net.graph(new Sgd(0.1));
    Map<String, INDArray> before = sd.output(placeholders(sd, net.data(1)), "loss", "distance");
    LossCurve curve =
        PcSameDiff.of(sd, LearningRule.il(), net.nodes()).fit(net.batches(1), 1).getLossCurve();
    for (String name : List.of("loss", "distance")) {
      assertThat(curve.meanLoss(0).getLoss(name))
          .isCloseTo(before.get(name).getDouble(0), withinPercentage(1e-5));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void everyRuleTrains(String name, LearningRule rule) {
    for (SameDiffNet net : List.of(SameDiffNet.CONV, SameDiffNet.SKIP)) {
      SameDiff sd = net.graph(new Adam(0.05));
      PcSameDiff trainer = PcSameDiff.of(sd, rule, net.nodes());
      MultiDataSetIterator same = new TestMultiDataSetIterator(1, net.data(1));
      LossCurve curve = trainer.fit(same, 25).getLossCurve();
      assertThat(curve.lastMeanLoss().totalLoss())
          .as(net.name())
          .isLessThan(0.5 * curve.meanLoss(0).totalLoss());
    }
  }
}
