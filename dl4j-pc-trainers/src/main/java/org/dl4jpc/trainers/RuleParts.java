// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.function.Consumer;
import org.dl4jpc.layers.NodePlacement;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * All settings of a learning rule.
 *
 * @param schedule order, size and number of node updates
 * @param output what the labels do
 * @param weightRule how weights change
 * @param timing when weight gradients are taken
 * @param input whether x_0 moves
 * @param initialState where nodes begin
 * @param placement of the nodes, for layers that do not say otherwise
 * @param precision π of the hidden nodes: one value for all, or one each
 * @param precisionSchedule factor of π over inference steps, or null for 1
 * @param decay d of the hidden nodes
 * @param tolerance relative change of energy at which inference stops; 0 for never
 * @param updater that the rule brings, or null for the configuration's
 */
record RuleParts(
    @JsonProperty(value = "schedule", required = true) InferenceSchedule schedule,
    @JsonProperty(value = "output", required = true) OutputMode output,
    @JsonProperty(value = "weightRule", required = true) WeightRule weightRule,
    @JsonProperty(value = "timing", required = true) UpdateTiming timing,
    @JsonProperty(value = "input", required = true) InputMode input,
    @JsonProperty(value = "initialState", required = true) InitialState initialState,
    @JsonProperty(value = "placement", required = true) NodePlacement placement,
    @JsonProperty(value = "precision", required = true) List<Double> precision,
    @JsonProperty("precisionSchedule") ISchedule precisionSchedule,
    @JsonProperty(value = "decay", required = true) double decay,
    @JsonProperty(value = "tolerance", required = true) double tolerance,
    @JsonProperty("updater") BroughtUpdater updater) {

  @JsonCreator
  RuleParts {
    Checks.notNull("schedule", schedule);
    Checks.notNull("output", output);
    Checks.notNull("weight rule", weightRule);
    Checks.notNull("timing", timing);
    Checks.notNull("input", input);
    Checks.notNull("initial state", initialState);
    Checks.notNull("placement", placement);
    Checks.notNull("precision", precision)
        .forEach(pi -> Checks.positive("precision", Checks.notNull("precision", pi)));
    precision = List.copyOf(precision);
    if (precision.isEmpty()) {
      throw Checks.illegal("precision", precision, "one value, or one for each hidden node");
    }
    Checks.nonNegative("decay", decay);
    Checks.nonNegative("tolerance", tolerance);
    checkCombination(schedule, timing, input, output);
    for (int t = 0; precisionSchedule != null && t < schedule.steps(); t++) {
      Checks.positive("precision factor at inference step " + t, precisionSchedule.valueAt(t, 0));
    }
  }

  private static void checkCombination(
      InferenceSchedule schedule, UpdateTiming timing, InputMode input, OutputMode output) {
    if (timing == UpdateTiming.OWN_STEP && !schedule.visitsEachBlockOnce()) {
      throw Checks.illegal(
          "timing", timing, "AFTER_INFERENCE with " + schedule + ", which is not a wave");
    }
    if (input == InputMode.FREE && !schedule.movesInput()) {
      throw Checks.illegal("input", input, "CLAMPED with " + schedule);
    }
    if (timing == UpdateTiming.EVERY_STEP && schedule.holdsPredictions()) {
      throw Checks.illegal(
          "timing", timing, "AFTER_INFERENCE with " + schedule + ", which holds predictions fixed");
    }
    if (timing == UpdateTiming.EVERY_STEP && output.phases().size() > 1) {
      throw Checks.illegal(
          "timing", timing, "AFTER_INFERENCE with an output of several phases: " + output);
    }
  }

  /** What changes; all else is copied. */
  RuleParts with(Consumer<Changes> change) {
    Changes changes = new Changes(this);
    change.accept(changes);
    return changes.apply();
  }

  /** The settings as variables. */
  static final class Changes {
    InferenceSchedule schedule;
    OutputMode output;
    InputMode input;
    InitialState initialState;
    NodePlacement placement;
    List<Double> precision;
    ISchedule precisionSchedule;
    double decay;
    double tolerance;
    BroughtUpdater updater;
    private final RuleParts from;

    private Changes(RuleParts from) {
      this.from = from;
      this.schedule = from.schedule;
      this.output = from.output;
      this.input = from.input;
      this.initialState = from.initialState;
      this.placement = from.placement;
      this.precision = from.precision;
      this.precisionSchedule = from.precisionSchedule;
      this.decay = from.decay;
      this.tolerance = from.tolerance;
      this.updater = from.updater;
    }

    private RuleParts apply() {
      return new RuleParts(
          schedule,
          output,
          from.weightRule,
          from.timing,
          input,
          initialState,
          placement,
          precision,
          precisionSchedule,
          decay,
          tolerance,
          updater);
    }
  }
}
