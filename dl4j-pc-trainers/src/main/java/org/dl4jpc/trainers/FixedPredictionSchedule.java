// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.function.Consumer;
import org.dl4jpc.layers.Block;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.ValueNode;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** All nodes at once, with predictions, Jacobians and presynaptic activities held fixed. */
final class FixedPredictionSchedule extends InferenceSchedule {

  @JsonCreator
  FixedPredictionSchedule(
      @JsonProperty(value = "steps", required = true) int steps,
      @JsonProperty(value = "stepSizes", required = true) StepSizes stepSizes,
      @JsonProperty("stepSchedule") ISchedule stepSchedule) {
    super(steps, stepSizes, stepSchedule);
  }

  @Override
  public void step(
      BlockGraph graph, List<ValueNode> nodes, StepSizes step, Consumer<Block> visited) {
    for (ValueNode node : nodes) {
      node.relaxHeld(step.feedback(), step.own());
    }
  }

  @Override
  public boolean visitsEachBlockOnce() {
    return false;
  }

  @Override
  public boolean movesInput() {
    return false;
  }

  @Override
  public boolean holdsPredictions() {
    return true;
  }

  @Override
  public boolean descends() {
    return false;
  }

  @Override
  protected InferenceSchedule with(int steps, StepSizes stepSizes, ISchedule stepSchedule) {
    return new FixedPredictionSchedule(steps, stepSizes, stepSchedule);
  }
}
