// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Every rule of the family trains dense, convolutional and recurrent networks. */
class EveryRuleTrainsTest {
  private static final int FITS = 40;

  private static Map<String, LearningRule> rules() {
    Map<String, LearningRule> rules = new LinkedHashMap<>();
    rules.put("IL", LearningRule.il());
    rules.put("Z-IL", LearningRule.zil());
    rules.put("IL-prox", LearningRule.ilProx(0.5));
    rules.put("IL-prox fast", LearningRule.ilProxFast(0.5));
    rules.put("IL-prox-Adam", LearningRule.ilProx(0.5).withConfigUpdater());
    rules.put("SeqIL", LearningRule.seqIl());
    rules.put("SeqIL-MQ", LearningRule.seqIlMq(3e-4));
    rules.put("BP-prox", LearningRule.bpProx(0.5));
    rules.put("PC-Nudge", LearningRule.pcNudge(0.01).withStepSize(0.1));
    rules.put("fixed prediction", LearningRule.fixedPrediction());
    rules.put("incremental", LearningRule.incremental());
    rules.put("soft clamp", LearningRule.seqIl().withOutput(OutputMode.soft(1.0 / 101)));
    rules.put("centered", LearningRule.il().withOutput(OutputMode.centered(0.1)));
    rules.put("decay", LearningRule.seqIl().withDecay(0.01));
    rules.put(
        "spiking precision",
        LearningRule.il()
            .withStepSize(0.02)
            .withPrecisionSchedule(
                new MapSchedule.Builder(ScheduleType.ITERATION)
                    .add(0, 1.0)
                    .add(10, 10.0)
                    .add(11, 1.0)
                    .build()));
    rules.put(
        "error optimisation",
        LearningRule.of(
            InferenceSchedule.errors(5, StepSizes.of(0.1)),
            OutputMode.clamped(),
            WeightRule.lms(),
            UpdateTiming.AFTER_INFERENCE));
    rules.put(
        "SeqIL, NLMS, nudged",
        LearningRule.of(
                InferenceSchedule.sequential(3, StepSizes.of(0.05)),
                OutputMode.nudged(0.1),
                WeightRule.nlms(1.0),
                UpdateTiming.AFTER_INFERENCE)
            .withUpdater(new Adam(0.01)));
    return rules;
  }

  static Stream<Arguments> everyRuleOnEveryNet() {
    return rules().entrySet().stream()
        .flatMap(
            rule ->
                Arrays.stream(SmallNet.values())
                    .map(net -> Arguments.of(rule.getKey(), rule.getValue(), net)));
  }

  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("everyRuleOnEveryNet")
  void lossFalls(String name, LearningRule rule, SmallNet net) {
    MultiLayerNetwork network = net.network();
    double before = network.score(net.batch());
    PcTrainer trainer = PcTrainer.of(network, rule);
    for (int i = 0; i < FITS; i++) {
      trainer.fit(net.batch());
    }
    assertThat(network.score(net.batch())).as(name).isLessThan(0.8 * before);
  }
}
