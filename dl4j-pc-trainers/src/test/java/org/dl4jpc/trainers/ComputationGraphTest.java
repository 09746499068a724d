// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Path;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Graphs of any shape: exactness, energy, finite differences, ownership. */
class ComputationGraphTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(GraphNet.class)
  void zilIsBackpropagation(GraphNet net) {
    ComputationGraph dl4j = net.network();
    MultiDataSet data = net.batch();
    dl4j.setInputs(data.getFeatures());
    dl4j.setLabels(data.getLabels());
    dl4j.computeGradientAndScore();
    INDArray expected = dl4j.gradient().gradient();
    ComputationGraph attached = PredictiveCoding.attach(net.network(), LearningRule.zil());
    INDArray gradient = PredictiveCoding.gradient(attached, data).gradient();
    assertThat(Twins.distance(gradient, expected)).isLessThan(1e-12);
    assertThat(attached.score()).isCloseTo(dl4j.score(), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(GraphNet.class)
  void zilTrainsAsDl4jDoes(GraphNet net) {
    ComputationGraph dl4j = net.network();
    ComputationGraph own = net.network();
    PcTrainer trainer = PcTrainer.of(own, LearningRule.zil());
    for (int i = 0; i < 20; i++) {
      dl4j.fit(net.batch());
      trainer.fit(net.batch());
    }
    assertThat(Twins.distance(own.params(), dl4j.params())).isLessThan(1e-10);
    assertThat(own.getIterationCount()).isEqualTo(dl4j.getIterationCount());
    assertThat(own.score()).isCloseTo(dl4j.score(), within(1e-9));
    assertThat(Twins.distance(own.updaterState(), dl4j.updaterState())).isLessThan(1e-10);
  }

  @ParameterizedTest
  @EnumSource(GraphNet.class)
  void inferenceDescendsTheEnergy(GraphNet net) {
    LearningRule rule = LearningRule.il().withStepSize(0.02).withInferenceSteps(30);
    for (LearningRule each :
        new LearningRule[] {rule, LearningRule.seqIl().withInferenceSteps(30)}) {
      InferenceResult result =
          PredictiveCoding.infer(PredictiveCoding.attach(net.network(), each), net.batch());
      double[] energy = result.energy();
      for (int t = 1; t < energy.length; t++) {
        assertThat(energy[t]).as("t = %d", t).isLessThanOrEqualTo(energy[t - 1] * (1 + 1e-12));
      }
      assertThat(energy[30]).isLessThan(energy[0]);
    }
  }

  @ParameterizedTest
  @EnumSource(GraphNet.class)
  void everyRuleTrains(GraphNet net) {
    for (LearningRule rule :
        new LearningRule[] {
          LearningRule.il(),
          LearningRule.seqIl(),
          LearningRule.seqIlMq(1e-3),
          LearningRule.pcNudge(0.01).withStepSize(0.05),
          LearningRule.fixedPrediction(),
          LearningRule.incremental()
        }) {
      ComputationGraph network = net.network();
      double before = network.score(net.batch());
      PcTrainer trainer = PcTrainer.of(network, rule);
      for (int i = 0; i < 20; i++) {
        trainer.fit(net.batch());
      }
      assertThat(network.score(net.batch())).as("%s", rule).isLessThan(before);
    }
  }

  @ParameterizedTest
  @EnumSource(GraphNet.class)
  void filesAndClonesKeepTheRule(GraphNet net) throws Exception {
    LearningRule rule = LearningRule.il().withStepSize(0.01);
    ComputationGraph attached = PredictiveCoding.attach(net.network(), rule);
    attached.fit(net.batch());
    File file = directory.resolve("graph.zip").toFile();
    PredictiveCoding.save(attached, file);
    ComputationGraph restored = PredictiveCoding.restoreGraph(file);
    ComputationGraph clone = attached.clone();
    assertThat(PredictiveCoding.ruleOf(restored)).isEqualTo(rule);
    assertThat(PredictiveCoding.ruleOf(clone)).isEqualTo(rule);
    attached.fit(net.batch());
    restored.fit(net.batch());
    clone.fit(net.batch());
    assertThat(restored.params()).isEqualTo(attached.params());
    assertThat(clone.params()).isEqualTo(attached.params());
    ComputationGraph plain = ComputationGraph.load(file, true);
    assertThat(PredictiveCoding.isAttached(plain)).isFalse();
    assertThat(PredictiveCoding.isAttached(PredictiveCoding.detach(attached))).isFalse();
  }

  @Test
  void featuresThatDoNotFitNameTheLayer() {
    ComputationGraph network = GraphNet.SKIPS.network();
    ComputationGraph attached = PredictiveCoding.attach(network, LearningRule.zil());
    INDArray before = network.params().dup();
    MultiDataSet data = GraphNet.SKIPS.batch();
    data.setFeatures(new INDArray[] {Nd4j.rand(DataType.DOUBLE, data.getLabels(0).size(0), 7)});
    assertThatThrownBy(() -> attached.fit(data))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("illegal features: of shape [")
        .hasMessageContaining(", 7], must fit the graph: ")
        .hasMessageContaining("layer name: a");
    assertThat(network.params()).isEqualTo(before);
  }

  /** A chain of layers takes minibatches of either class. */
  @Test
  void multiDataSetsOfOneInputAndOutput() {
    DataSet data = SmallNet.MLP.batch();
    org.nd4j.linalg.dataset.api.MultiDataSet same = data.toMultiDataSet();
    LearningRule rule = LearningRule.il();
    assertThat(PredictiveCoding.infer(attachedChain(rule), same).energy())
        .isEqualTo(PredictiveCoding.infer(attachedChain(rule), data).energy());
    assertThat(PredictiveCoding.gradient(attachedChain(rule), same).gradient())
        .isEqualTo(PredictiveCoding.gradient(attachedChain(rule), data).gradient());
    MultiDataSet two = GraphNet.SKIPS.batch();
    two.setFeatures(new INDArray[] {data.getFeatures(), data.getFeatures()});
    assertThatThrownBy(() -> PredictiveCoding.infer(attachedChain(rule), two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("illegal data: 2 features and 1 labels, must be one array each");
  }

  private static MultiLayerNetwork attachedChain(LearningRule rule) {
    return PredictiveCoding.attach(SmallNet.MLP.network(), rule);
  }

  @ParameterizedTest
  @EnumSource(GraphNet.class)
  void badInputChangesNothing(GraphNet net) {
    ComputationGraph network = net.network();
    ComputationGraph attached = PredictiveCoding.attach(network, LearningRule.zil());
    INDArray before = network.params().dup();
    MultiDataSet data = net.batch();
    data.getFeatures()[0].putScalar(0, Double.NaN);
    assertThatThrownBy(() -> attached.fit(data))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("illegal features 0: 1 elements are NaN");
    MultiDataSet misfit = net.batch();
    misfit.getLabels()[0] = Nd4j.zeros(DataType.DOUBLE, 2, 2);
    assertThatThrownBy(() -> attached.fit(misfit))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("illegal labels: of shape [2, 2]");
    assertThat(network.params()).isEqualTo(before);
  }
}
