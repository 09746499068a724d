// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.arbiter.optimize.serde.jackson.JsonMapper;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.trainers.InputMode;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.MatrixUpdateEqualization;
import org.dl4jpc.trainers.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Spaces and whole searches, written and read by Arbiter's JSON. */
final class SpaceJsonTest {
  private static final ISchedule DECAYING =
      new ExponentialSchedule(ScheduleType.ITERATION, 1.0, 0.9);

  @TempDir private Path directory;

  /** Another one each time: JSON does not keep that two are the same. */
  private static ParameterSpace<Double> some() {
    return new ContinuousParameterSpace(0.01, 0.1);
  }

  /** Every setting there is. */
  private static LearningRuleSpace everything() {
    return LearningRuleSpace.of(
            LearningRule.zil(),
            LearningRule.il(),
            LearningRule.seqIlMq(1e-3),
            LearningRule.ilProx(2.0),
            LearningRule.pcNudge(0.1))
        .with(
            RuleSetting.OUTPUT,
            ObjectChoice.of(
                OutputMode.class,
                OutputMode.soft(0.1),
                OutputMode.proximal(1.0),
                OutputMode.nudged(0.3)))
        .with(RuleSetting.INFERENCE_STEPS, new IntegerParameterSpace(2, 9))
        .with(RuleSetting.STEP_SIZE, some())
        .with(RuleSetting.OWN_STEP_SIZE, Searches.rates(0.0, 0.5))
        .with(
            RuleSetting.STEP_SCHEDULE,
            ObjectChoice.of(ISchedule.class, new FixedSchedule(0.5), DECAYING))
        .with(RuleSetting.TOLERANCE, Searches.rates(0.0, 1e-3))
        .with(RuleSetting.ALPHA, new ContinuousParameterSpace(1.0, 5.0))
        .with(RuleSetting.LAMBDA, new ContinuousParameterSpace(0.1, 0.2))
        .with(RuleSetting.KAPPA, some())
        .with(RuleSetting.PRECISION, new DiscreteParameterSpace<>(0.5, 1.0, 2.0))
        .with(RuleSetting.PRECISION_SCHEDULE, ObjectChoice.of(ISchedule.class, DECAYING))
        .with(RuleSetting.DECAY, some())
        .with(
            RuleSetting.NODE_PLACEMENT,
            ObjectChoice.of(NodePlacement.class, NodePlacement.values()))
        .with(RuleSetting.INPUT, ObjectChoice.of(InputMode.class, InputMode.values()))
        .with(RuleSetting.INITIAL_NOISE, some())
        .with(
            RuleSetting.UPDATER,
            ObjectChoice.of(
                IUpdater.class,
                new Adam(0.1),
                new Sgd(0.2),
                new MatrixUpdateEqualization(0.1, 0.2, 0.3, 0.4)))
        .with(RuleSetting.MATRIX_RATE, some());
  }

  private static void assertSameRules(CandidateGenerator one, CandidateGenerator other) {
    one.setRngSeed(11);
    other.setRngSeed(11);
    for (int i = 0; i < 60; i++) {
      assertThat(ruleOf(other)).isEqualTo(ruleOf(one));
    }
  }

  private static LearningRule ruleOf(CandidateGenerator generator) {
    return ((RuledConfiguration) generator.getCandidate().getValue()).rule();
  }

  @Test
  void aSearchWithEverySettingComesBack() {
    for (ParameterSpace<?> space :
        List.of(
            Searches.chains(new ContinuousParameterSpace(0.1, 0.2), everything()),
            Searches.graphs(new ContinuousParameterSpace(0.1, 0.2), everything()))) {
      OptimizationConfiguration written =
          Searches.configuration(
              new RandomSearchGenerator(space),
              new Properties(),
              new PcModelSaver(directory.toFile()),
              3);
      OptimizationConfiguration read = OptimizationConfiguration.fromJson(written.toJson());
      assertThat(read.getResultSaver()).isEqualTo(written.getResultSaver());
      assertThat(read.getCandidateGenerator().getParameterSpace()).isEqualTo(space);
      assertThat(read.toJson()).isEqualTo(written.toJson());
      assertSameRules(written.getCandidateGenerator(), read.getCandidateGenerator());
    }
  }

  @Test
  void aSearchThatWasReadRuns() {
    OptimizationConfiguration written =
        Searches.over(
            Searches.chains(
                Searches.rates(0.1, 0.3),
                LearningRuleSpace.of(LearningRule.zil(), LearningRule.seqIlMq(1e-2))));
    OptimizationConfiguration read = OptimizationConfiguration.fromJson(written.toJson());
    read.setResultSaver(written.getResultSaver());
    assertThat(Searches.run(read).candidates())
        .hasSize(4)
        .isEqualTo(Searches.run(written).candidates());
  }

  @Test
  void spacesOfRulesComeBackAlone() throws Exception {
    LearningRuleSpace space = everything();
    String json = JsonMapper.getMapper().writeValueAsString(space);
    ParameterSpace<?> read = JsonMapper.getMapper().readValue(json, ParameterSpace.class);
    assertThat(read).isEqualTo(space).hasSameHashCodeAs(space);
    assertThat(read).isNotEqualTo(space.with(RuleSetting.DECAY, Searches.rate(0.7)));
  }

  @Test
  void anUnknownSettingIsRefused() throws Exception {
    LearningRuleSpace space =
        LearningRuleSpace.of(LearningRule.il()).with(RuleSetting.KAPPA, Searches.rates(0.1, 0.2));
    String json = JsonMapper.getMapper().writeValueAsString(space).replace("kappa", "kapa");
    assertThatThrownBy(() -> JsonMapper.getMapper().readValue(json, ParameterSpace.class))
        .hasMessageContaining("illegal settings: [kapa], must be among [output, ");
  }
}
