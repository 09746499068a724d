// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dl4jpc.layers.NodePlacement;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/** Learning rules for tests of the rule itself: every named one, and every setting changed. */
final class SampleRules {

  private SampleRules() {}

  /** Every named rule; a factory each, so that two equal ones share nothing. */
  static List<Supplier<LearningRule>> named() {
    return List.of(
        LearningRule::il,
        LearningRule::zil,
        () -> LearningRule.ilProx(2.5),
        () -> LearningRule.ilProx(2.5, 0.25),
        () -> LearningRule.ilProxFast(2.5),
        LearningRule::seqIl,
        () -> LearningRule.seqIlMq(3e-5).withInferenceSteps(4),
        () -> LearningRule.bpProx(2.5),
        () -> LearningRule.pcNudge(0.01),
        LearningRule::fixedPrediction,
        LearningRule::incremental);
  }

  /** Every wither, with a value that no named rule has. */
  static List<UnaryOperator<LearningRule>> withers() {
    List<UnaryOperator<LearningRule>> withers = new ArrayList<>();
    withers.add(rule -> rule.withStepSize(0.37));
    withers.add(rule -> rule.withStepSizes(0.02, 0.0));
    withers.add(rule -> rule.withTolerance(1e-5));
    withers.add(rule -> rule.withPrecision(2.5));
    withers.add(rule -> rule.withPrecision(2.5, 0.1, 1e-3));
    withers.add(
        rule ->
            rule.withNodePlacement(
                rule.nodePlacement() == NodePlacement.PRE_ACTIVATION
                    ? NodePlacement.POST_ACTIVATION
                    : NodePlacement.PRE_ACTIVATION));
    withers.add(rule -> rule.withOutput(OutputMode.free()));
    withers.add(rule -> rule.withOutput(OutputMode.nudged(0.013)));
    withers.add(rule -> rule.withOutput(OutputMode.weighted(0.01)));
    withers.add(rule -> rule.withOutput(OutputMode.soft(0.2)));
    withers.add(rule -> rule.withOutput(OutputMode.proximal(7.0)));
    withers.add(rule -> rule.withDecay(0.03));
    withers.add(rule -> rule.withPrecisionSchedule(new FixedSchedule(0.3)));
    withers.add(rule -> rule.withInitialState(InitialState.displaced(0.25, 7)));
    for (Supplier<IUpdater> updater : updaters()) {
      withers.add(rule -> rule.withUpdater(updater.get()));
    }
    return withers;
  }

  /** Withers of what not every schedule has. */
  static List<UnaryOperator<LearningRule>> stepWithers() {
    List<UnaryOperator<LearningRule>> withers = new ArrayList<>();
    withers.add(rule -> rule.withInferenceSteps(33));
    withers.add(rule -> rule.withInput(InputMode.FREE));
    withers.add(rule -> rule.withOutput(OutputMode.centered(0.02)));
    for (Supplier<ISchedule> schedule : schedules()) {
      withers.add(rule -> rule.withStepSchedule(schedule.get()));
    }
    return withers;
  }

  /** Rules that have no name. */
  static List<Supplier<LearningRule>> composed() {
    return List.of(
        () ->
            LearningRule.of(
                InferenceSchedule.sequential(3, new StepSizes(0.05, 0.01)),
                OutputMode.nudged(0.1),
                WeightRule.lms(),
                UpdateTiming.AFTER_INFERENCE),
        () ->
            LearningRule.of(
                InferenceSchedule.sequential(1, StepSizes.of(1.0)),
                OutputMode.clamped(),
                WeightRule.lms(),
                UpdateTiming.OWN_STEP),
        () ->
            LearningRule.of(
                    InferenceSchedule.wave(0.5),
                    OutputMode.weighted(2.0),
                    WeightRule.lms(),
                    UpdateTiming.AFTER_INFERENCE)
                .withPrecision(0.5, 2.0)
                .withUpdater(new Sgd(1.0)));
  }

  /** All of the above. */
  static Stream<Supplier<LearningRule>> all() {
    List<Supplier<LearningRule>> rules = new ArrayList<>(named());
    rules.addAll(composed());
    for (Supplier<LearningRule> rule : named()) {
      withers().forEach(wither -> rules.add(() -> wither.apply(rule.get())));
    }
    stepWithers().forEach(wither -> rules.add(() -> wither.apply(LearningRule.il())));
    return rules.stream();
  }

  private static List<Supplier<IUpdater>> updaters() {
    return List.of(
        () -> new Adam(3e-4, 0.8, 0.95, 1e-7),
        () -> new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 1e-3, 0.99)),
        () -> new AdaMax(1e-3),
        () -> new AMSGrad(1e-3),
        () -> new AdaBelief(1e-3),
        () -> new AdaDelta(0.9, 1e-5),
        () -> new AdaGrad(0.1),
        () -> new Nadam(1e-3),
        () -> new Nesterovs(0.1, 0.8),
        () -> new NoOp(),
        () -> new RmsProp(0.1),
        () -> new Sgd(0.7));
  }

  private static List<Supplier<ISchedule>> schedules() {
    ScheduleType type = ScheduleType.ITERATION;
    return List.of(
        () -> new ExponentialSchedule(type, 1.0, 0.9),
        () -> new StepSchedule(type, 1.0, 0.5, 10),
        () -> new PolySchedule(type, 1.0, 2.0, 100),
        () -> new InverseSchedule(type, 1.0, 0.5, 2.0),
        () -> new SigmoidSchedule(type, 1.0, 0.5, 10),
        () -> new FixedSchedule(0.5),
        () -> new CycleSchedule(type, 1.0, 100),
        () -> new MapSchedule(type, Map.of(0, 1.0, 5, 0.5)));
  }
}
