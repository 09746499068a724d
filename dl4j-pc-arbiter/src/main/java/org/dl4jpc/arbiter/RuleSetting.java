// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.layers.OutputPull;
import org.dl4jpc.trainers.InitialState;
import org.dl4jpc.trainers.InputMode;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.MatrixUpdateEqualization;
import org.dl4jpc.trainers.OutputMode;
import org.dl4jpc.trainers.StepSizes;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A setting of a {@link LearningRule} that a search can vary. A setting changes the rules that have
 * it, and leaves others as they are: Z-IL has no number of inference steps, only the proximal rules
 * have α.
 *
 * @param <T> its values
 */
public final class RuleSetting<T> {
  /** What the labels do, for every rule. */
  public static final RuleSetting<OutputMode> OUTPUT =
      new RuleSetting<>("output", OutputMode.class, rule -> true, LearningRule::withOutput);

  /** T, for rules that are not a wave. */
  public static final RuleSetting<Integer> INFERENCE_STEPS =
      new RuleSetting<>(
          "inferenceSteps", Integer.class, RuleSetting::hasSteps, LearningRule::withInferenceSteps);

  /** γ_fb, for rules that are not a wave; γ_own stays in the ratio to it that the rule has. */
  public static final RuleSetting<Double> STEP_SIZE =
      new RuleSetting<>("stepSize", Double.class, RuleSetting::hasSteps, RuleSetting::scaled);

  /** γ_own alone, for rules that are not a wave; after {@link #STEP_SIZE}. */
  public static final RuleSetting<Double> OWN_STEP_SIZE =
      new RuleSetting<>(
          "ownStepSize",
          Double.class,
          RuleSetting::hasSteps,
          (rule, own) -> rule.withStepSizes(rule.schedule().stepSizes().feedback(), own));

  /** The factor of γ over inference steps, for rules that are not a wave. */
  public static final RuleSetting<ISchedule> STEP_SCHEDULE =
      new RuleSetting<>(
          "stepSchedule", ISchedule.class, RuleSetting::hasSteps, LearningRule::withStepSchedule);

  /** The tolerance at which inference stops before T, for rules that are not a wave. */
  public static final RuleSetting<Double> TOLERANCE =
      new RuleSetting<>(
          "tolerance", Double.class, RuleSetting::hasSteps, LearningRule::withTolerance);

  /** α of the proximal clamp, for rules that have one (IL-prox, BP-prox). */
  public static final RuleSetting<Double> ALPHA =
      new RuleSetting<>(
          "alpha",
          Double.class,
          rule -> pull(rule) instanceof OutputPull.Proximal,
          (rule, alpha) -> rule.withOutput(OutputMode.proximal(alpha)));

  /** λ of nudging, for rules whose output is nudged, in one phase or centered; λ = 1 is none. */
  public static final RuleSetting<Double> LAMBDA =
      new RuleSetting<>(
          "lambda",
          Double.class,
          rule -> isNudged(rule) || isCentered(rule),
          (rule, lambda) ->
              rule.withOutput(
                  isNudged(rule) ? OutputMode.nudged(lambda) : OutputMode.centered(lambda)));

  /** κ of the constant soft clamp, for rules that have one. */
  public static final RuleSetting<Double> KAPPA =
      new RuleSetting<>(
          "kappa",
          Double.class,
          rule -> pull(rule) instanceof OutputPull.SoftClamp,
          (rule, kappa) -> rule.withOutput(OutputMode.soft(kappa)));

  /** π of all hidden nodes, for every rule. */
  public static final RuleSetting<Double> PRECISION =
      new RuleSetting<>(
          "precision", Double.class, rule -> true, (rule, pi) -> rule.withPrecision(pi));

  /** The factor of π over inference steps, for every rule. */
  public static final RuleSetting<ISchedule> PRECISION_SCHEDULE =
      new RuleSetting<>(
          "precisionSchedule", ISchedule.class, rule -> true, LearningRule::withPrecisionSchedule);

  /** d, the decay of activities, for every rule. */
  public static final RuleSetting<Double> DECAY =
      new RuleSetting<>("decay", Double.class, rule -> true, LearningRule::withDecay);

  /** Where nodes sit, for every rule. */
  public static final RuleSetting<NodePlacement> NODE_PLACEMENT =
      new RuleSetting<>(
          "nodePlacement", NodePlacement.class, rule -> true, LearningRule::withNodePlacement);

  /** Whether the input moves, for every rule whose schedule can move it. */
  public static final RuleSetting<InputMode> INPUT =
      new RuleSetting<>(
          "input", InputMode.class, rule -> rule.schedule().movesInput(), LearningRule::withInput);

  /** The standard deviation of the nodes' start around the feed-forward pass, for every rule. */
  public static final RuleSetting<Double> INITIAL_NOISE =
      new RuleSetting<>(
          "initialNoise",
          Double.class,
          rule -> true,
          (rule, noise) ->
              rule.withInitialState(InitialState.displaced(noise, rule.initialState().seed())));

  /** The updater, for rules that bring none; those that do keep it, as it is part of them. */
  public static final RuleSetting<IUpdater> UPDATER =
      new RuleSetting<>(
          "updater", IUpdater.class, rule -> rule.updater().isEmpty(), LearningRule::withUpdater);

  /** α_l of {@link MatrixUpdateEqualization}, for rules with that updater (SeqIL-MQ). */
  public static final RuleSetting<Double> MATRIX_RATE =
      new RuleSetting<>(
          "matrixRate",
          Double.class,
          rule -> rule.updater().orElse(null) instanceof MatrixUpdateEqualization,
          RuleSetting::withMatrixRate);

  /** In the order in which a search applies them. */
  private static final List<RuleSetting<?>> ALL =
      List.of(
          OUTPUT,
          INFERENCE_STEPS,
          STEP_SIZE,
          OWN_STEP_SIZE,
          STEP_SCHEDULE,
          TOLERANCE,
          ALPHA,
          LAMBDA,
          KAPPA,
          PRECISION,
          PRECISION_SCHEDULE,
          DECAY,
          NODE_PLACEMENT,
          INPUT,
          INITIAL_NOISE,
          UPDATER,
          MATRIX_RATE);

  private final String name;
  private final Class<T> type;
  private final Predicate<LearningRule> has;
  private final BiFunction<LearningRule, T, LearningRule> change;

  private RuleSetting(
      String name,
      Class<T> type,
      Predicate<LearningRule> has,
      BiFunction<LearningRule, T, LearningRule> change) {
    this.name = name;
    this.type = type;
    this.has = has;
    this.change = change;
  }

  /**
   * All settings.
   *
   * @return in the order in which a search applies them
   */
  public static List<RuleSetting<?>> all() {
    return ALL;
  }

  /**
   * The name in JSON.
   *
   * @return such as {@code stepSize}
   */
  public String name() {
    return name;
  }

  /**
   * Whether a rule has the setting.
   *
   * @param rule any
   * @return false if {@link #apply} would leave it as it is
   */
  public boolean appliesTo(LearningRule rule) {
    return has.test(rule);
  }

  /**
   * Sets the value where the rule has the setting.
   *
   * @param rule any
   * @param value of the setting
   * @return the rule with that value, or the rule as it was
   * @throws IllegalArgumentException if the value is of another type, or out of range
   */
  LearningRule apply(LearningRule rule, Object value) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "illegal " + name + ": " + value + ", must be a " + type.getSimpleName());
    }
    return has.test(rule) ? change.apply(rule, type.cast(value)) : rule;
  }

  @Override
  public String toString() {
    return name;
  }

  private static boolean hasSteps(LearningRule rule) {
    return !rule.schedule().visitsEachBlockOnce();
  }

  private static LearningRule scaled(LearningRule rule, double feedback) {
    StepSizes was = rule.schedule().stepSizes();
    return rule.withStepSizes(feedback, feedback * (was.own() / was.feedback()));
  }

  private static OutputPull pull(LearningRule rule) {
    List<OutputMode.Phase> phases = rule.output().phases();
    return phases.size() == 1 ? phases.get(0).pull() : null;
  }

  private static boolean isNudged(LearningRule rule) {
    return pull(rule) instanceof OutputPull.Weighted weighted
        && weighted.lambda() > 0.0
        && weighted.lambda() != 1.0
        && rule.output().equals(OutputMode.nudged(weighted.lambda()));
  }

  private static boolean isCentered(LearningRule rule) {
    return rule.output().phases().get(0).pull() instanceof OutputPull.Weighted weighted
        && weighted.lambda() > 0.0
        && rule.output().equals(OutputMode.centered(weighted.lambda()));
  }

  private static LearningRule withMatrixRate(LearningRule rule, double rate) {
    IUpdater updater = rule.updater().orElseThrow();
    updater.setLrAndSchedule(rate, null);
    return rule.withUpdater(updater);
  }
}
