// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.dl4jpc.layers.Block;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.ValueNode;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * In which order value nodes move, how far, and how often: T inference steps with step sizes γ_fb,
 * γ_own, both multiplied by a step schedule if there is one. Immutable, with equality.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
public abstract class InferenceSchedule {
  @JsonProperty private final int steps;
  @JsonProperty private final StepSizes stepSizes;
  @JsonProperty private final ISchedule stepSchedule;

  /**
   * Sets the parts that all schedules have.
   *
   * @param steps T, at least 1
   * @param stepSizes γ
   * @param stepSchedule factor of γ at step t = 0, 1, …; null for 1
   * @throws IllegalArgumentException if T &lt; 1, or if the step schedule gives a factor that is
   *     not finite and greater than 0
   */
  protected InferenceSchedule(int steps, StepSizes stepSizes, ISchedule stepSchedule) {
    this.steps = Checks.atLeastOne("inference steps", steps);
    this.stepSizes = Checks.notNull("step sizes", stepSizes);
    this.stepSchedule = stepSchedule;
    for (int t = 0; stepSchedule != null && t < steps; t++) {
      Checks.positive("step size factor at inference step " + t, stepSchedule.valueAt(t, 0));
    }
  }

  /**
   * All nodes move at once, each by the errors as they were before: first all ε_l, then all x_l.
   *
   * @param steps T, at least 1; an error needs L − 1 steps to reach the first layer
   * @param stepSizes γ
   * @return the schedule
   * @throws IllegalArgumentException if T &lt; 1
   */
  public static InferenceSchedule simultaneous(int steps, StepSizes stepSizes) {
    return new SimultaneousSchedule(steps, stepSizes, null);
  }

  /**
   * Nodes move in reverse topological order, each by the errors that the nodes above have just
   * taken on: an error reaches every layer in one step (Alonso et al. 2023).
   *
   * @param steps T, at least 1
   * @param stepSizes γ
   * @return the schedule
   * @throws IllegalArgumentException if T &lt; 1
   */
  public static InferenceSchedule sequential(int steps, StepSizes stepSizes) {
    return new SequentialSchedule(steps, stepSizes, null);
  }

  /**
   * One wave of errors from the output to the first layer, each node moving once, when all its
   * consumers have their errors (Salvatori et al. 2021; on graphs, as if short paths were padded
   * with identity nodes).
   *
   * @param step γ; 1 for Z-IL
   * @return the schedule
   */
  public static InferenceSchedule wave(double step) {
    return new WaveSchedule(StepSizes.of(step));
  }

  /**
   * All nodes at once, while predictions, Jacobians, the output error and the presynaptic
   * activities of the weight gradient keep their feed-forward values: at γ = 1 and T = L − 1
   * exactly backpropagation, and for γ &lt; 1 ε_l(T) = [1 − Σ_{j&lt;L−l} C(T, j) γ^j (1 − γ)^{T−j}]
   * δ_l (Millidge et al. 2020).
   *
   * @param steps T, at least 1
   * @param stepSizes γ
   * @return the schedule
   * @throws IllegalArgumentException if T &lt; 1
   */
  public static InferenceSchedule fixedPrediction(int steps, StepSizes stepSizes) {
    return new FixedPredictionSchedule(steps, stepSizes, null);
  }

  /**
   * Error optimisation (ePC, Goemaere et al. 2025): the errors are the free variables and values
   * follow from them, x_l = f_l(x_{l−1}) + ε_l. A step carries the output error back through all
   * layers, δ_l = J_{l+1}ᵀ δ_{l+1} − d x_l, descends F by ε_l ← ε_l + γ_fb δ_l − γ_own π_l ε_l, and
   * predicts anew from the input up. It has the same equilibria as the other schedules, and every
   * layer hears the labels undiminished in the first step.
   *
   * @param steps T, at least 1
   * @param stepSizes γ
   * @return the schedule
   * @throws IllegalArgumentException if T &lt; 1
   */
  public static InferenceSchedule errors(int steps, StepSizes stepSizes) {
    return new ErrorSchedule(steps, stepSizes, null);
  }

  /**
   * T.
   *
   * @return the number of inference steps
   */
  public final int steps() {
    return steps;
  }

  /**
   * γ before any schedule.
   *
   * @return the step sizes
   */
  public final StepSizes stepSizes() {
    return stepSizes;
  }

  /**
   * The factor of γ over inference steps.
   *
   * @return null for none
   */
  final ISchedule stepSchedule() {
    return stepSchedule;
  }

  /**
   * γ at step t.
   *
   * @param t from 0
   * @return the step sizes times the step schedule
   */
  final StepSizes stepSizes(int t) {
    return stepSchedule == null ? stepSizes : stepSizes.times(stepSchedule.valueAt(t, 0));
  }

  /**
   * One inference step.
   *
   * @param graph with its errors up to date
   * @param nodes those that may move, in topological order
   * @param step γ of this step
   * @param visited called for each block when its error is final for this step and its presynaptic
   *     nodes have not moved; never called by schedules that move all nodes at once
   */
  public abstract void step(
      BlockGraph graph, List<ValueNode> nodes, StepSizes step, Consumer<Block> visited);

  /**
   * Whether {@link #step} calls {@code visited} for every block exactly once in all of inference,
   * so that weight gradients can be taken at each layer's own step.
   *
   * @return true for waves
   */
  public abstract boolean visitsEachBlockOnce();

  /**
   * Whether the schedule can move a free input.
   *
   * @return true unless it says otherwise
   */
  public boolean movesInput() {
    return true;
  }

  /**
   * Whether predictions keep their first values, so that weights cannot change between steps.
   *
   * @return false unless it says otherwise
   */
  public boolean holdsPredictions() {
    return false;
  }

  /**
   * Whether each step descends the energy for small γ, so that an energy above the start is a sign
   * of divergence.
   *
   * @return false for waves
   */
  public abstract boolean descends();

  /**
   * The same schedule with other settings.
   *
   * @param newSteps T
   * @param newStepSizes γ
   * @param newStepSchedule factor of γ, or null
   * @return the new schedule
   */
  protected abstract InferenceSchedule with(
      int newSteps, StepSizes newStepSizes, ISchedule newStepSchedule);

  @SuppressWarnings("EqualsGetClass") // the class is what the schedule is
  @Override
  public final boolean equals(Object other) {
    return other != null
        && getClass() == other.getClass()
        && other instanceof InferenceSchedule s
        && steps == s.steps
        && stepSizes.equals(s.stepSizes)
        && Objects.equals(stepSchedule, s.stepSchedule);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(getClass(), steps, stepSizes, stepSchedule);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName()
        + "(T="
        + steps
        + ", "
        + stepSizes
        + (stepSchedule == null ? "" : ", " + stepSchedule)
        + ")";
  }
}
