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

/** Nodes in reverse topological order, T sweeps. */
final class SequentialSchedule extends InferenceSchedule {

  @JsonCreator
  SequentialSchedule(
      @JsonProperty(value = "steps", required = true) int steps,
      @JsonProperty(value = "stepSizes", required = true) StepSizes stepSizes,
      @JsonProperty("stepSchedule") ISchedule stepSchedule) {
    super(steps, stepSizes, stepSchedule);
  }

  @Override
  public void step(
      BlockGraph graph, List<ValueNode> nodes, StepSizes step, Consumer<Block> visited) {
    ReverseSweep.run(graph, nodes, step, visited);
  }

  @Override
  public boolean visitsEachBlockOnce() {
    return steps() == 1;
  }

  @Override
  public boolean descends() {
    return true;
  }

  @Override
  protected InferenceSchedule with(int steps, StepSizes stepSizes, ISchedule stepSchedule) {
    return new SequentialSchedule(steps, stepSizes, stepSchedule);
  }
}
