// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole searches: what finishes, what fails, and what is kept. */
@Timeout(120)
final class SearchTest {
  private static final List<LearningRule> FOUR =
      List.of(
          LearningRule.zil(),
          LearningRule.il().withStepSize(0.1),
          LearningRule.seqIlMq(1e-2),
          LearningRule.ilProx(2.5));

  @TempDir private Path directory;

  private static LearningRuleSpace four() {
    return LearningRuleSpace.of(FOUR.toArray(LearningRule[]::new));
  }

  private PcOptimizationRunner saved(ParameterSpace<?> space) {
    PcModelSaver saver = new PcModelSaver(directory.resolve("models").toFile());
    return Searches.run(Searches.configuration(Searches.grid(space), new Properties(), saver, 100));
  }

  private static double score(Object model) {
    return new TestSetLossScoreFunction(true).score(model, Blobs.class, new Properties());
  }

  @Test
  void twelveCandidatesOverFourAlgorithmsFinishAndTheBestIsKept() throws Exception {
    ParameterSpace<Double> rates = Searches.rates(0.05, 0.1, 0.3);
    PcOptimizationRunner runner = saved(Searches.chains(rates, four()));
    assertThat(runner.candidates())
        .hasSize(12)
        .allMatch(c -> c.status() == CandidateStatus.Complete);
    for (LearningRule rule : FOUR) {
      assertThat(runner.candidates())
          .filteredOn(c -> c.rule().orElseThrow().equals(rule))
          .hasSize(3);
    }
    assertThat(runner.candidates().stream().map(c -> c.valueOf(rates)).distinct())
        .containsExactly(0.05, 0.1, 0.3);
    CandidateReport best = runner.candidates().get(runner.bestScoreCandidateIndex());
    double least =
        runner.candidates().stream().mapToDouble(c -> c.score().orElseThrow()).min().orElseThrow();
    assertThat(best.score()).contains(least);
    File file = directory.resolve("models/model-" + best.index() + ".zip").toFile();
    MultiLayerNetwork restored = PredictiveCoding.restore(file);
    assertThat(PredictiveCoding.ruleOf(restored)).isEqualTo(best.rule().orElseThrow());
    assertThat(score(restored)).isEqualTo(least).isEqualTo(runner.bestScore());
    assertThat(runner.best().orElseThrow().getResult().getScore()).isEqualTo(least);
    assertThat(score(runner.best().orElseThrow().getResultModel())).isEqualTo(least);
    assertThat(file.toPath().resolveSibling("model-" + best.index() + ".rule.json"))
        .content()
        .isEqualTo(best.rule().orElseThrow().toJson());
  }

  @Test
  void graphsAreSearchedAndTheBestIsKept() throws Exception {
    PcOptimizationRunner runner = saved(Searches.graphs(Searches.rates(0.05, 0.3), four()));
    assertThat(runner.candidates())
        .hasSize(8)
        .allMatch(c -> c.status() == CandidateStatus.Complete);
    int best = runner.bestScoreCandidateIndex();
    ComputationGraph restored =
        PredictiveCoding.restoreGraph(directory.resolve("models/model-" + best + ".zip").toFile());
    assertThat(score(restored)).isEqualTo(runner.bestScore());
    assertThat(score(runner.best().orElseThrow().getResultModel())).isEqualTo(runner.bestScore());
    assertThat(PredictiveCoding.ruleOf(restored))
        .isEqualTo(runner.candidates().get(best).rule().orElseThrow());
  }

  @Test
  void aRestoredModelTrainsOnByItsRule() throws Exception {
    LearningRule rule = LearningRule.il().withStepSize(0.1);
    PcOptimizationRunner runner =
        saved(Searches.chains(Searches.rate(0.3), LearningRuleSpace.of(rule)));
    MultiLayerNetwork restored = (MultiLayerNetwork) runner.best().orElseThrow().getResultModel();
    MultiLayerNetwork again = (MultiLayerNetwork) runner.best().orElseThrow().getResultModel();
    restored.fit(Blobs.train());
    PredictiveCoding.detach(again).fit(Blobs.train());
    assertThat(restored.params().distance2(again.params())).isGreaterThan(1e-3);
  }

  @Test
  void aDivergingCandidateFailsWithItsMessageAndTheSearchGoesOn() {
    LearningRule wild = LearningRule.il().withStepSize(50.0);
    List<CandidateInfo> told = new ArrayList<>();
    OptimizationConfiguration configuration =
        Searches.over(
            Searches.chains(
                Searches.rate(0.3),
                LearningRuleSpace.of(LearningRule.zil(), wild, LearningRule.seqIl())));
    PcOptimizationRunner runner = new PcOptimizationRunner(configuration);
    runner.addListeners(
        new BaseStatusListener() {
          @Override
          public void onCandidateStatusChange(
              CandidateInfo info, IOptimizationRunner who, OptimizationResult result) {
            told.add(info);
          }
        });
    runner.execute();
    List<CandidateReport> reports = runner.candidates();
    assertThat(reports.stream().map(CandidateReport::status))
        .containsExactly(
            CandidateStatus.Complete, CandidateStatus.Failed, CandidateStatus.Complete);
    assertThat(reports.get(1).rule()).contains(wild);
    assertThat(reports.get(1).score()).isEmpty();
    assertThat(reports.get(1).message())
        .startsWith("inference diverged at inference step")
        .contains("lower the step size")
        .doesNotContain("\n");
    assertThat(reports.get(0).message()).isEmpty();
    assertThat(runner.numCandidatesFailed()).isOne();
    assertThat(runner.numCandidatesCompleted()).isEqualTo(2);
    assertThat(told).filteredOn(i -> i.getCandidateStatus() == CandidateStatus.Failed).hasSize(1);
  }

  @Test
  void weightsThatLeaveAllBoundsAreAFailure() {
    PcOptimizationRunner runner =
        Searches.run(
            Searches.over(
                Searches.chains(
                    Searches.rates(1e38, 0.3), LearningRuleSpace.of(LearningRule.zil()))));
    List<CandidateReport> reports = runner.candidates();
    assertThat(reports.get(0).status()).isEqualTo(CandidateStatus.Failed);
    assertThat(reports.get(0).message()).contains("diverged");
    assertThat(reports.get(1).status()).isEqualTo(CandidateStatus.Complete);
    assertThat(runner.bestScore()).isFinite();
  }

  @Test
  void settingsThatDoNotGoTogetherAreAFailedCandidate() {
    LearningRuleSpace rules =
        LearningRuleSpace.of(LearningRule.il())
            .with(RuleSetting.STEP_SIZE, Searches.rates(-1.0, 0.1));
    PcOptimizationRunner runner =
        Searches.run(Searches.over(Searches.chains(Searches.rate(0.3), rules)));
    assertThat(runner.candidates()).hasSize(2);
    assertThat(runner.candidates().get(0).status()).isEqualTo(CandidateStatus.Failed);
    assertThat(runner.candidates().get(0).rule()).isEmpty();
    assertThat(runner.candidates().get(0).message())
        .contains("illegal feedback step size: -1.0, must be finite and greater than 0");
    assertThat(runner.candidates().get(1).status()).isEqualTo(CandidateStatus.Complete);
  }

  @Test
  void randomSearchRepeatsWithItsSeed() {
    List<List<CandidateReport>> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      LearningRuleSpace rules =
          four().with(RuleSetting.STEP_SIZE, new ContinuousParameterSpace(0.01, 0.1));
      RandomSearchGenerator generator =
          new RandomSearchGenerator(
              Searches.chains(new ContinuousParameterSpace(0.05, 0.3), rules));
      generator.setRngSeed(5);
      OptimizationConfiguration configuration =
          Searches.configuration(generator, new Properties(), new InMemoryResultSaver(), 4);
      runs.add(Searches.run(configuration).candidates());
    }
    assertThat(runs.get(0)).hasSize(4).isEqualTo(runs.get(1));
    Set<LearningRule> rules =
        runs.get(0).stream().map(c -> c.rule().orElseThrow()).collect(Collectors.toSet());
    assertThat(rules).hasSizeGreaterThan(1);
    assertThat(runs.get(0).get(0).score().orElseThrow()).isCloseTo(0.5, within(0.5));
  }

  @Test
  void severalCandidatesAtOnceGiveTheSame() {
    ParameterSpace<?> space = Searches.chains(Searches.rate(0.3), four());
    PcOptimizationRunner two = new PcOptimizationRunner(2, Searches.over(space));
    two.execute();
    assertThat(two.candidates()).isEqualTo(Searches.run(Searches.over(space)).candidates());
  }
}
