// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.InvalidScoreIterationTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;

/** DL4J's early stopping trains attached networks, and gives them back. */
class EarlyStoppingTest {
  private static final int EPOCHS = 3;

  @TempDir File directory;

  private static EarlyStoppingResult<MultiLayerNetwork> train(
      MultiLayerNetwork network, SmallNet net, EarlyStoppingModelSaver<MultiLayerNetwork> saver) {
    EarlyStoppingConfiguration<MultiLayerNetwork> configuration =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .epochTerminationConditions(new MaxEpochsTerminationCondition(EPOCHS))
            .iterationTerminationConditions(new InvalidScoreIterationTerminationCondition())
            .scoreCalculator(new DataSetLossCalculator(iterator(net), true))
            .evaluateEveryNEpochs(1)
            .saveLastModel(true)
            .modelSaver(saver)
            .build();
    return new EarlyStoppingTrainer(configuration, network, iterator(net)).fit();
  }

  private static ExistingDataSetIterator iterator(SmallNet net) {
    List<DataSet> batches = net.batches(3);
    return new ExistingDataSetIterator(batches);
  }

  @ParameterizedTest
  @EnumSource
  void theInMemorySaverGivesAnAttachedNetwork(SmallNet net) {
    InMemoryModelSaver<MultiLayerNetwork> saver = new InMemoryModelSaver<>();
    MultiLayerNetwork network = net.network();
    var result = train(PredictiveCoding.attach(network, LearningRule.zil()), net, saver);
    MultiLayerNetwork best = result.getBestModel();
    assertThat(PredictiveCoding.ruleOf(best)).isEqualTo(LearningRule.zil());
    assertThat(network.getIterationCount()).isEqualTo(3 * EPOCHS);
    var expected = train(net.network(), net, new InMemoryModelSaver<>());
    assertThat(result.getTerminationReason()).isEqualTo(expected.getTerminationReason());
    assertThat(result.getBestModelEpoch()).isEqualTo(expected.getBestModelEpoch());
    assertThat(Twins.distance(best.params(), expected.getBestModel().params())).isLessThan(1e-10);
    best.fit(net.batch());
    expected.getBestModel().fit(net.batch());
    assertThat(Twins.distance(best.params(), expected.getBestModel().params())).isLessThan(1e-10);
  }

  @ParameterizedTest
  @EnumSource
  void theFileSaversModelsAreRestored(SmallNet net) throws IOException {
    LearningRule rule = LearningRule.il().withInferenceSteps(5);
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), rule);
    train(attached, net, new LocalFileModelSaver(directory.getPath()));
    Path latest = directory.toPath().resolve("latestModel.bin");
    MultiLayerNetwork restored = PredictiveCoding.restore(latest.toFile());
    assertThat(PredictiveCoding.ruleOf(restored)).isEqualTo(rule);
    restored.setScore(attached.score());
    Snapshot.of(attached).assertUnchanged(restored);
    MultiLayerNetwork best =
        PredictiveCoding.restore(directory.toPath().resolve("bestModel.bin").toFile());
    assertThat(PredictiveCoding.ruleOf(best)).isEqualTo(rule);
    best.fit(net.batch());
  }

  @Test
  void aDivergenceEndsTrainingWithTheBestModelSoFar() {
    List<DataSet> batches = SmallNet.MLP.batches(3);
    MultiLayerNetwork attached =
        PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.zil());
    EarlyStoppingConfiguration<MultiLayerNetwork> configuration =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .epochTerminationConditions(new MaxEpochsTerminationCondition(EPOCHS))
            .iterationTerminationConditions(new InvalidScoreIterationTerminationCondition())
            .scoreCalculator(new DataSetLossCalculator(iterator(SmallNet.MLP), true))
            .modelSaver(new InMemoryModelSaver<>())
            .build();
    int[] epoch = {0};
    Iterable<DataSet> turningBad =
        () -> {
          if (epoch[0]++ == 2) {
            batches.get(1).getFeatures().putScalar(0, Double.NaN);
          }
          return batches.iterator();
        };
    var result =
        new EarlyStoppingTrainer(configuration, attached, new ExistingDataSetIterator(turningBad))
            .fit();
    assertThat(result.getTerminationReason())
        .isEqualTo(EarlyStoppingResult.TerminationReason.Error);
    assertThat(result.getTerminationDetails()).contains("illegal features: 1 elements are NaN");
    assertThat(PredictiveCoding.isAttached(result.getBestModel())).isTrue();
  }
}
