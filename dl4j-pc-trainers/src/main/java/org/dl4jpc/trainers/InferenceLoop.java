// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dl4jpc.layers.Block;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.ValueNode;

/**
 * The one inference loop. What happens in it is up to the parts of the {@link LearningRule}: the
 * schedule moves nodes, the weight rule writes gradients, the timing says when.
 */
final class InferenceLoop {
  /**
   * Energy, relative to its start, above which inference has diverged; stable inference descends.
   */
  private static final double DIVERGENCE_FACTOR = 100.0;

  /** Energy a sample below which a rise is not called divergence. */
  private static final double ENERGY_FLOOR = 1e-3;

  private final LearningRule rule;

  InferenceLoop(LearningRule rule) {
    this.rule = rule;
  }

  /**
   * Runs inference on a clamped graph.
   *
   * @param graph with this minibatch's features and labels
   * @param learn whether weight gradients are written
   * @param observer sees each state
   * @return how it ended; after a divergence the gradient views hold nothing of use
   */
  Outcome run(BlockGraph graph, boolean learn, InferenceObserver observer) {
    Consumer<Block> writer =
        block -> rule.weightRule().write(block, -rule.output().gradientScale());
    boolean ownStep = learn && rule.timing() == UpdateTiming.OWN_STEP;
    graph.feedForward();
    double loss = graph.loss();
    rule.initialState().applyTo(graph);
    double start = rule.output().lambda() * loss + displacedEnergy(graph);
    observer.afterStep(graph, 0);
    Outcome outcome = settle(graph, loss, start, ownStep ? writer : block -> {}, observer);
    if (outcome.reason() != StopReason.DIVERGED && learn && !ownStep) {
      graph.updateErrors(rule.output().lambda());
      graph.visitBlocks(writer);
    }
    return outcome.reason() != StopReason.DIVERGED && hasDiverged(graph, start)
        ? new Outcome(outcome.steps(), StopReason.DIVERGED, loss)
        : outcome;
  }

  private Outcome settle(
      BlockGraph graph,
      double loss,
      double start,
      Consumer<Block> visited,
      InferenceObserver observer) {
    InferenceSchedule schedule = rule.schedule();
    List<ValueNode> nodes = movingNodes(graph);
    double before = start;
    for (int t = 0; t < schedule.steps(); t++) {
      graph.updateErrors(rule.output().lambda());
      schedule.step(graph, nodes, schedule.stepSizes(t), visited);
      observer.afterStep(graph, t + 1);
      if (rule.tolerance() > 0.0) {
        double energy = energy(graph);
        if (!(energy <= limit(graph, start))) {
          return new Outcome(t + 1, StopReason.DIVERGED, loss);
        }
        if (Math.abs(energy - before) <= rule.tolerance() * Math.abs(before)) {
          return new Outcome(t + 1, StopReason.CONVERGED, loss);
        }
        before = energy;
      }
    }
    StopReason reason =
        rule.tolerance() > 0.0 ? StopReason.TOLERANCE_NOT_REACHED : StopReason.STEPS_DONE;
    return new Outcome(schedule.steps(), reason, loss);
  }

  private List<ValueNode> movingNodes(BlockGraph graph) {
    List<ValueNode> nodes = new ArrayList<>();
    if (rule.input() == InputMode.FREE) {
      nodes.addAll(graph.inputs());
    }
    nodes.addAll(graph.hiddenNodes());
    return nodes;
  }

  /** F = λℒ + Ẽ with errors brought up to date. */
  double energy(BlockGraph graph) {
    graph.updateErrors(rule.output().lambda());
    return rule.output().lambda() * graph.loss() + graph.internalEnergy();
  }

  private double displacedEnergy(BlockGraph graph) {
    if (rule.initialState().noise() == 0.0) {
      return 0.0;
    }
    graph.updateErrors(rule.output().lambda());
    return graph.internalEnergy();
  }

  /** Whether the internal energy as it stands is beyond what a stable inference can reach. */
  private boolean hasDiverged(BlockGraph graph, double start) {
    double energy = graph.internalEnergy();
    return !(energy <= limit(graph, start));
  }

  /** The energy that inference stays below; NaN, which none is, after a bad start. */
  double limit(BlockGraph graph, double start) {
    if (!Double.isFinite(start)) {
      return Double.NaN;
    }
    if (!rule.schedule().descends()) {
      return Double.MAX_VALUE;
    }
    double floor = ENERGY_FLOOR * graph.inputs().get(0).value().array().size(0);
    return DIVERGENCE_FACTOR * Math.max(Math.abs(start), floor);
  }
}
