// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.listener.EarlyStoppingListener;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxScoreIterationTerminationCondition;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.dl4jpc.trainers.SmallNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Early stopping around parallel training: the same epochs, the best of them kept with its rule.
 */
@Timeout(120)
class PcEarlyStoppingParallelTrainerTest {
  private static final LearningRule RULE =
      LearningRule.il().withInferenceSteps(8).withStepSize(0.2);
  private static final int EPOCHS = 3;

  private final List<DataSet> batches = SmallNet.MLP.batches(5);
  private final MultiLayerNetwork network = PredictiveCoding.attach(SmallNet.MLP.network(), RULE);

  private EarlyStoppingConfiguration.Builder<MultiLayerNetwork> configuration() {
    return new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
        .epochTerminationConditions(new MaxEpochsTerminationCondition(EPOCHS))
        .scoreCalculator(new DataSetLossCalculator(Batches.of(batches), true))
        .saveLastModel(true);
  }

  private PcEarlyStoppingParallelTrainer<MultiLayerNetwork> trainer(
      EarlyStoppingConfiguration<MultiLayerNetwork> configuration, DataSetIterator train) {
    return new PcEarlyStoppingParallelTrainer<>(
        configuration, new PcParallelWrapper.Builder<>(network), train);
  }

  /** What each epoch should leave. */
  private List<MultiLayerNetwork> epochs() {
    MultiLayerNetwork expected = PredictiveCoding.attach(SmallNet.MLP.network(), RULE);
    SerialSchedule serial = new SerialSchedule(expected, 2, 1);
    List<MultiLayerNetwork> epochs = new ArrayList<>();
    for (int i = 0; i < EPOCHS; i++) {
      serial.fit(batches);
      MultiLayerNetwork copy = expected.clone();
      copy.setScore(expected.score());
      epochs.add(copy);
    }
    return epochs;
  }

  @Test
  void epochsAreThoseOfTheSerialScheduleAndTheBestModelKeepsItsRule() throws Exception {
    EarlyStoppingConfiguration<MultiLayerNetwork> configuration = configuration().build();
    List<String> events = new ArrayList<>();
    var trainer = trainer(configuration, Batches.of(batches));
    trainer.setListener(
        new EarlyStoppingListener<>() {
          @Override
          public void onStart(
              EarlyStoppingConfiguration<MultiLayerNetwork> conf, MultiLayerNetwork net) {
            events.add("start");
          }

          @Override
          public void onEpoch(
              int epoch,
              double score,
              EarlyStoppingConfiguration<MultiLayerNetwork> conf,
              MultiLayerNetwork net) {
            events.add("epoch " + epoch);
          }

          @Override
          public void onCompletion(EarlyStoppingResult<MultiLayerNetwork> result) {
            events.add("completion");
          }
        });
    EarlyStoppingResult<MultiLayerNetwork> result = trainer.fit();
    List<MultiLayerNetwork> epochs = epochs();
    assertThat(result.getTerminationReason())
        .isEqualTo(TerminationReason.EpochTerminationCondition);
    assertThat(result.getTotalEpochs()).isEqualTo(EPOCHS);
    assertThat(result.getScoreVsEpoch()).containsOnlyKeys(0, 1, 2);
    assertThat(events).containsExactly("start", "epoch 0", "epoch 1", "epoch 2", "completion");
    SerialSchedule.assertSame(network, epochs.get(EPOCHS - 1));
    MultiLayerNetwork best = result.getBestModel();
    assertThat(PredictiveCoding.ruleOf(best)).isEqualTo(RULE);
    assertThat(SerialSchedule.distance(best, epochs.get(result.getBestModelEpoch())))
        .isLessThan(1e-12);
    MultiLayerNetwork latest = configuration.getModelSaver().getLatestModel();
    assertThat(SerialSchedule.distance(latest, network)).isZero();
  }

  @Test
  void aConditionAnIterationIsAskedAfterEachAverage() {
    var configuration =
        configuration()
            .iterationTerminationConditions(new MaxScoreIterationTerminationCondition(0.0))
            .build();
    var result =
        new PcEarlyStoppingParallelTrainer<>(
                configuration,
                new PcParallelWrapper.Builder<>(network),
                new MultiDataSetIteratorAdapter(Batches.of(batches)))
            .fit();
    assertThat(result.getTerminationReason())
        .isEqualTo(TerminationReason.IterationTerminationCondition);
    assertThat(result.getTotalEpochs()).isZero();
    assertThat(result.getBestModel()).isSameAs(network);
    assertThat(network.getIterationCount()).isEqualTo(1);
  }

  @Test
  void anExceptionIsAResultAsInDl4j() {
    var result = trainer(configuration().build(), Batches.failingAt(3, batches)).fit();
    assertThat(result.getTerminationReason()).isEqualTo(TerminationReason.Error);
    assertThat(result.getTerminationDetails()).contains("the disk is gone");
    assertThat(result.getBestModel()).isNull();
    MultiLayerNetwork expected = PredictiveCoding.attach(SmallNet.MLP.network(), RULE);
    new SerialSchedule(expected, 2, 1).fit(batches.subList(0, 2));
    assertThat(SerialSchedule.distance(network, expected)).isLessThan(1e-12);
  }

  @Test
  void badConfigurationsAreRefused() {
    var incomplete = new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>().build();
    assertThatThrownBy(() -> trainer(incomplete, Batches.of(batches)))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContaining("score calculator");
    var trainer = trainer(configuration().build(), Batches.of(batches));
    assertThatThrownBy(trainer::pretrain).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> trainer(configuration().build(), null))
        .hasMessage("illegal train: null, must be an object");
  }
}
