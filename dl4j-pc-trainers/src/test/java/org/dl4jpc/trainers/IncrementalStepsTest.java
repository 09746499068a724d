// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.IdentityHashMap;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** Incremental predictive coding, step by step. */
class IncrementalStepsTest {
  private static final double STEP = 0.1;
  private static final double RATE = 0.5;

  private static LearningRule incremental(NodePlacement placement, int steps) {
    return LearningRule.incremental()
        .withNodePlacement(placement)
        .withStepSize(STEP)
        .withInferenceSteps(steps)
        .withUpdater(new Sgd(RATE));
  }

  /** Nodes descend the energy of the present weights, weights that of the present nodes. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void nodesAndWeightsTakeTurns(TinyNet net, NodePlacement placement) {
    DataSet data = net.classes();
    MultiLayerNetwork trained = net.smooth();
    PcTrainer.of(trained, incremental(placement, 3)).fit(data);

    MultiLayerNetwork plainNet = net.smooth();
    PlainEnergy plain = new PlainEnergy(plainNet, placement, data, 1.0, 1.0);
    LearningRule first =
        LearningRule.il()
            .withNodePlacement(placement)
            .withStepSize(STEP)
            .withInferenceSteps(1)
            .withUpdater(new Sgd(RATE));
    List<INDArray> x =
        States.values(PredictiveCoding.infer(PredictiveCoding.attach(plainNet, first), data));
    PcTrainer.of(plainNet, first).fit(data);
    for (int t = 1; t < 3; t++) {
      List<INDArray> slopes =
          x.stream().map(node -> FiniteDifferences.gradient(() -> plain.total(x), node)).toList();
      for (int l = 0; l < x.size(); l++) {
        x.get(l).subi(slopes.get(l).muli(STEP));
      }
      descend(plainNet, plain, x);
    }
    for (String name : plainNet.paramTable().keySet()) {
      INDArray change = trained.getParam(name).sub(net.smooth().getParam(name));
      INDArray expected = plainNet.getParam(name).sub(net.smooth().getParam(name));
      assertThat(Twins.distance(change, expected)).as(name).isLessThan(1e-6);
    }
  }

  private static void descend(MultiLayerNetwork network, PlainEnergy plain, List<INDArray> x) {
    IdentityHashMap<INDArray, INDArray> slopes = new IdentityHashMap<>();
    network
        .paramTable()
        .forEach(
            (name, view) -> {
              if (!OrdinaryNet.isStatistic(name)) {
                slopes.put(view, FiniteDifferences.gradient(() -> plain.total(x), view));
              }
            });
    slopes.forEach((view, slope) -> view.subi(slope.muli(RATE / TinyNet.SAMPLES)));
  }

  /**
   * Running statistics move once a minibatch, through any kernel, however many updates there are.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void runningStatisticsMoveOnce(boolean general) {
    MultiLayerNetwork once = normalised(general);
    MultiLayerNetwork often = normalised(general);
    DataSet data = SmallNet.MLP.batch();
    PcTrainer.of(once, LearningRule.il().withInferenceSteps(1)).fit(data);
    PcTrainer.of(often, LearningRule.incremental().withInferenceSteps(4)).fit(data);
    for (String name : List.of("1_mean", "1_log10stdev")) {
      INDArray change = once.getParam(name).sub(normalised(general).getParam(name));
      assertThat(change.norm2Number().doubleValue()).as(name).isGreaterThan(1e-4);
      assertThat(Twins.distance(often.getParam(name), once.getParam(name)))
          .as(name)
          .isLessThan(1e-13);
    }
  }

  /** Locked γ ≠ 1 with β = 0 is left to DL4J's own layer. */
  private static MultiLayerNetwork normalised(boolean general) {
    return SmallNet.initialised(
        SmallNet.base()
            .updater(new Sgd(0.1))
            .list()
            .layer(new DenseLayer.Builder().nIn(6).nOut(5).build())
            .layer(
                new BatchNormalization.Builder()
                    .nIn(5)
                    .nOut(5)
                    .lockGammaBeta(general)
                    .gamma(general ? 2.0 : 1.0)
                    .build())
            .layer(
                new OutputLayer.Builder()
                    .nIn(5)
                    .nOut(SmallNet.CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build());
  }

  /** The message tells of the run from the last good weights, not of what became of them. */
  @Test
  void divergenceIsToldFromTheLastGoodWeights() {
    MultiLayerNetwork network = SmallNet.MLP.network();
    MultiLayerNetwork attached =
        PredictiveCoding.attach(
            network, LearningRule.incremental().withStepSize(0.01).withUpdater(new Sgd(1e200)));
    Snapshot before = Snapshot.of(network);
    assertThatThrownBy(() -> attached.fit(SmallNet.MLP.batch()))
        .isInstanceOf(InferenceDivergedException.class)
        .hasMessageMatching("inference diverged at inference step [1-9]\\d* of 20 in layer .*");
    before.assertUnchanged(network);
  }

  @Test
  void fixedPredictionsAllowNoChangesBetweenSteps() {
    assertThatThrownBy(
            () ->
                LearningRule.of(
                    InferenceSchedule.fixedPrediction(3, StepSizes.of(0.1)),
                    OutputMode.clamped(),
                    WeightRule.lms(),
                    UpdateTiming.EVERY_STEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "illegal timing: EVERY_STEP, must be AFTER_INFERENCE with FixedPredictionSchedule",
            "holds predictions fixed");
  }
}
