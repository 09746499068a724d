// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import org.dl4jpc.layers.NodePlacement;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The content of a {@link LearningRule}, as it stands in JSON.
 *
 * @param schedule order, size and number of node updates
 * @param output what the labels do
 * @param weightRule how weights change
 * @param timing when weight gradients are taken
 * @param input whether x_0 moves
 * @param initialState where inference starts
 * @param placement of nodes that do not say otherwise
 * @param precision π of the hidden nodes: one for all, or one each in topological order
 * @param tolerance relative change of energy at which inference stops; 0 for never
 * @param updater null for the configuration's own
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
    @JsonProperty(value = "tolerance", required = true) double tolerance,
    @JsonProperty("updater") IUpdater updater) {

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
    Checks.nonNegative("tolerance", tolerance);
    updater = updater == null ? null : updater.clone();
    if (timing == UpdateTiming.OWN_STEP && !schedule.visitsEachBlockOnce()) {
      throw Checks.illegal(
          "timing", timing, "AFTER_INFERENCE with " + schedule + ", which is not a wave");
    }
  }

  RuleParts withSchedule(InferenceSchedule changed) {
    return new RuleParts(
        changed,
        output,
        weightRule,
        timing,
        input,
        initialState,
        placement,
        precision,
        tolerance,
        updater);
  }

  RuleParts withOutput(OutputMode changed) {
    return new RuleParts(
        schedule,
        changed,
        weightRule,
        timing,
        input,
        initialState,
        placement,
        precision,
        tolerance,
        updater);
  }

  RuleParts withInput(InputMode changed) {
    return new RuleParts(
        schedule,
        output,
        weightRule,
        timing,
        changed,
        initialState,
        placement,
        precision,
        tolerance,
        updater);
  }

  RuleParts withInitialState(InitialState changed) {
    return new RuleParts(
        schedule,
        output,
        weightRule,
        timing,
        input,
        changed,
        placement,
        precision,
        tolerance,
        updater);
  }

  RuleParts withPlacement(NodePlacement changed) {
    return new RuleParts(
        schedule,
        output,
        weightRule,
        timing,
        input,
        initialState,
        changed,
        precision,
        tolerance,
        updater);
  }

  RuleParts withPrecision(List<Double> changed) {
    return new RuleParts(
        schedule,
        output,
        weightRule,
        timing,
        input,
        initialState,
        placement,
        changed,
        tolerance,
        updater);
  }

  RuleParts withTolerance(double changed) {
    return new RuleParts(
        schedule,
        output,
        weightRule,
        timing,
        input,
        initialState,
        placement,
        precision,
        changed,
        updater);
  }

  RuleParts withUpdater(IUpdater changed) {
    return new RuleParts(
        schedule,
        output,
        weightRule,
        timing,
        input,
        initialState,
        placement,
        precision,
        tolerance,
        changed);
  }
}
