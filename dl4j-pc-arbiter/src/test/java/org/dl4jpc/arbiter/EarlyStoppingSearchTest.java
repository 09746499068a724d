// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Candidates that stop early. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EarlyStoppingSearchTest {
  private static final LearningRule IL = LearningRule.il().withStepSize(0.1);
  private static final LearningRule WILD = LearningRule.il().withStepSize(50.0);

  /** The loss on the test data; serialisable, as Arbiter asks of candidates. */
  private static final class Loss<M extends Model> implements ScoreCalculator<M> {
    private static final long serialVersionUID = 1L;

    @Override
    public double calculateScore(M model) {
      return model instanceof MultiLayerNetwork network
          ? network.score(Blobs.test().next())
          : ((ComputationGraph) model).score(Blobs.test().next());
    }

    @Override
    public boolean minimizeScore() {
      return true;
    }
  }

  private static <M extends Model> EarlyStoppingConfiguration<M> stopping(
      EarlyStoppingModelSaver<M> saver) {
    return new EarlyStoppingConfiguration.Builder<M>()
        .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
        .scoreCalculator(new Loss<M>())
        .modelSaver(saver)
        .build();
  }

  private static PcMultiLayerSpace chains(
      EarlyStoppingModelSaver<MultiLayerNetwork> saver, LearningRule... rules) {
    return new PcMultiLayerSpace(
        Searches.chain(Searches.rate(0.3)).earlyStoppingConfiguration(stopping(saver)).build(),
        LearningRuleSpace.of(rules));
  }

  private static void checkOneFails(PcOptimizationRunner runner) throws Exception {
    assertThat(runner.candidates().stream().map(CandidateReport::status))
        .containsExactly(CandidateStatus.Failed, CandidateStatus.Complete);
    assertThat(runner.candidates().get(0).message()).startsWith("inference diverged");
    Model best = (Model) runner.best().orElseThrow().getResultModel();
    assertThat(PredictiveCoding.ruleOf(best)).isEqualTo(IL);
  }

  @Test
  void chainsKeepTheRuleAndDivergenceIsAFailureWithItsMessage() throws Exception {
    checkOneFails(Searches.run(Searches.over(chains(new InMemoryModelSaver<>(), WILD, IL))));
  }

  @Test
  void graphsKeepTheRuleAndDivergenceIsAFailureWithItsMessage() throws Exception {
    EarlyStoppingConfiguration<ComputationGraph> stopping = stopping(new InMemoryModelSaver<>());
    PcGraphSpace graphs =
        new PcGraphSpace(
            Searches.graph(Searches.rate(0.3)).earlyStoppingConfiguration(stopping).build(),
            LearningRuleSpace.of(WILD, IL));
    checkOneFails(Searches.run(Searches.over(graphs)));
  }

  /** Gives plain networks back, as DL4J's own file saver does, which cannot be serialised. */
  private static final class PlainSaver implements EarlyStoppingModelSaver<MultiLayerNetwork> {
    private static final long serialVersionUID = 1L;

    private transient MultiLayerNetwork best;

    @Override
    public void saveBestModel(MultiLayerNetwork network, double score) {
      best = PredictiveCoding.detach(network.clone());
    }

    @Override
    public void saveLatestModel(MultiLayerNetwork network, double score) {}

    @Override
    public MultiLayerNetwork getBestModel() {
      return best;
    }

    @Override
    public MultiLayerNetwork getLatestModel() {
      return null;
    }
  }

  @Test
  void aBestModelThatComesBackPlainIsAttachedAgain() throws Exception {
    checkOneFails(Searches.run(Searches.over(chains(new PlainSaver(), WILD, IL))));
  }

  @Test
  void aFailingDataSourceEndsTheSearch() {
    for (Blobs.Place place : List.of(Blobs.Place.TRAIN_NEXT, Blobs.Place.TRAIN_HAS_NEXT)) {
      PcOptimizationRunner runner =
          new PcOptimizationRunner(
              Searches.configuration(
                  Searches.grid(chains(new InMemoryModelSaver<>(), IL)),
                  Blobs.failingAt(place),
                  new InMemoryResultSaver(),
                  100));
      assertThatThrownBy(runner::execute)
          .isInstanceOf(DataSourceFailedException.class)
          .hasMessageContaining("disk on fire at " + place);
    }
  }
}
