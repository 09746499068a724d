// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.InvocationType;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.deeplearning4j.optimize.listeners.EvaluativeListener;
import org.deeplearning4j.optimize.listeners.PerformanceListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** DL4J's own listeners and its early stopping of graphs on attached networks. */
class Dl4jListenersTest {
  @TempDir private File directory;

  private static ExistingDataSetIterator test(SmallNet net) {
    return new ExistingDataSetIterator(net.batches(2));
  }

  @ParameterizedTest
  @EnumSource
  void evaluativeListenerEvaluatesWhatIsBeingTrained(SmallNet net) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), LearningRule.zil());
    MultiLayerNetwork plain = net.network();
    List<String> seen = evaluations(attached, net);
    assertThat(seen).hasSize(3).isEqualTo(evaluations(plain, net));
    Evaluation last = attached.evaluate(test(net));
    assertThat(seen.get(2)).isEqualTo(last.confusionToString());
  }

  private static List<String> evaluations(MultiLayerNetwork network, SmallNet net) {
    List<String> seen = new ArrayList<>();
    network.setListeners(collecting(seen, test(net)));
    network.fit(net.iterator(3), 3);
    return seen;
  }

  @Test
  void evaluativeListenerEvaluatesGraphs() {
    ComputationGraph attached =
        PredictiveCoding.attach(GraphNet.SKIPS.network(), LearningRule.zil());
    List<String> seen = evaluations(attached);
    assertThat(seen).hasSize(3).isEqualTo(evaluations(GraphNet.SKIPS.network()));
    Evaluation last = attached.evaluate(batches());
    assertThat(seen.get(2)).isEqualTo(last.confusionToString());
  }

  private static List<String> evaluations(ComputationGraph network) {
    List<String> seen = new ArrayList<>();
    network.setListeners(collecting(seen, batches()));
    network.fit(batches(), 3);
    return seen;
  }

  private static EvaluativeListener collecting(List<String> seen, DataSetIterator data) {
    EvaluativeListener listener = new EvaluativeListener(data, 1, InvocationType.EPOCH_END);
    listener.setCallback(
        (source, model, calls, evaluations) ->
            seen.add(((Evaluation) evaluations[0]).confusionToString()));
    return listener;
  }

  @Test
  void performanceListenerReportsEveryIteration() {
    MultiLayerNetwork attached = PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.il());
    attached.setListeners(new PerformanceListener(1, true));
    ComputationGraph graph = PredictiveCoding.attach(GraphNet.SKIPS.network(), LearningRule.il());
    graph.setListeners(new PerformanceListener(1, true));
    reportsEveryIteration(attached, () -> attached.fit(SmallNet.MLP.iterator(3)));
    reportsEveryIteration(graph, () -> graph.fit(batches()));
  }

  private static void reportsEveryIteration(Model attached, Runnable training) {
    try (CapturedLog log = new CapturedLog(PerformanceListener.class)) {
      training.run();
      assertThat(log.messages())
          .hasSize(3)
          .allSatisfy(
              message -> assertThat(message).contains("samples/sec", "batches/sec", "score"));
      assertThat(log.messages().get(2)).contains("score: " + attached.score() + ";");
    }
  }

  @Test
  void checkpointsOfGraphsKeepTheRule() throws Exception {
    LearningRule rule = LearningRule.il().withInferenceSteps(5);
    ComputationGraph attached = PredictiveCoding.attach(GraphNet.SKIPS.network(), rule);
    CheckpointListener checkpoints =
        new CheckpointListener.Builder(directory).saveEveryNIterations(2).keepAll().build();
    attached.setListeners(checkpoints);
    GraphNet.SKIPS.batches(4).forEach(attached::fit);
    assertThat(checkpoints.availableCheckpoints()).isNotEmpty();
    File file = checkpoints.getFileForCheckpoint(checkpoints.lastCheckpoint());
    ComputationGraph restored = PredictiveCoding.restoreGraph(file);
    assertThat(PredictiveCoding.ruleOf(restored)).isEqualTo(rule);
    restored.fit(GraphNet.SKIPS.batch());
  }

  @Test
  void earlyStoppingOfGraphsGivesAnAttachedGraph() {
    var result = stopped(PredictiveCoding.attach(GraphNet.SKIPS.network(), LearningRule.zil()));
    assertThat(result.getTerminationReason())
        .isEqualTo(EarlyStoppingResult.TerminationReason.EpochTerminationCondition);
    ComputationGraph best = result.getBestModel();
    assertThat(PredictiveCoding.ruleOf(best)).isEqualTo(LearningRule.zil());
    var expected = stopped(GraphNet.SKIPS.network());
    assertThat(result.getBestModelEpoch()).isEqualTo(expected.getBestModelEpoch());
    assertThat(Twins.distance(best.params(), expected.getBestModel().params())).isLessThan(1e-10);
  }

  private static EarlyStoppingResult<ComputationGraph> stopped(ComputationGraph network) {
    EarlyStoppingConfiguration<ComputationGraph> configuration =
        new EarlyStoppingConfiguration.Builder<ComputationGraph>()
            .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
            .scoreCalculator(new DataSetLossCalculator(batches(), true))
            .modelSaver(new InMemoryModelSaver<>())
            .build();
    return new EarlyStoppingGraphTrainer(configuration, network, batches()).fit();
  }

  private static ExistingDataSetIterator batches() {
    return new ExistingDataSetIterator(
        GraphNet.SKIPS.batches(3).stream()
            .map(batch -> new DataSet(batch.getFeatures(0), batch.getLabels(0)))
            .toList());
  }
}
