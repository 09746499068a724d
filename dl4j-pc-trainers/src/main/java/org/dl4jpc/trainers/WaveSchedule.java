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

/** One sweep in reverse topological order: what Z-IL's L − 1 steps amount to. */
final class WaveSchedule extends InferenceSchedule {

  WaveSchedule(StepSizes stepSizes) {
    super(1, stepSizes, null);
  }

  @JsonCreator
  static WaveSchedule of(
      @JsonProperty(value = "steps", required = true) int steps,
      @JsonProperty(value = "stepSizes", required = true) StepSizes stepSizes,
      @JsonProperty("stepSchedule") ISchedule stepSchedule) {
    if (steps != 1) {
      throw Checks.illegal("inference steps of a wave", steps, "1: a wave visits each node once");
    }
    if (stepSchedule != null) {
      throw Checks.illegal("step schedule of a wave", stepSchedule, "absent: a wave is one step");
    }
    return new WaveSchedule(stepSizes);
  }

  @Override
  public void step(
      BlockGraph graph, List<ValueNode> nodes, StepSizes step, Consumer<Block> visited) {
    ReverseSweep.run(graph, nodes, step, visited);
  }

  @Override
  public boolean visitsEachBlockOnce() {
    return true;
  }

  @Override
  public boolean descends() {
    return false;
  }

  @Override
  protected InferenceSchedule with(int steps, StepSizes stepSizes, ISchedule stepSchedule) {
    return of(steps, stepSizes, stepSchedule);
  }
}
