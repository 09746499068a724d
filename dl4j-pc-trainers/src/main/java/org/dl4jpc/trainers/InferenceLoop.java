// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dl4jpc.layers.Block;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.OutputPull;
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
   * @param pass what it is for
   * @return how it ended; after a divergence the gradient views hold nothing of use
   */
  Outcome run(BlockGraph graph, Pass pass) {
    OutputPull pull = pass.phase().pull();
    boolean atTheEnd = pass.learning() && !rule.timing().isDuringStep();
    graph.feedForward();
    double loss = graph.loss();
    scalePrecisions(graph, 0);
    double output = Double.isFinite(loss) ? graph.outputEnergy(pull) : Double.NaN;
    rule.initialState().applyTo(graph);
    double start = output + displacedEnergy(graph, pull);
    pass.observer().afterStep(graph, 0);
    Outcome outcome = settle(graph, pass, loss, start);
    if (outcome.reason() != StopReason.DIVERGED && atTheEnd) {
      writeGradients(graph, pass);
    }
    return outcome.reason() != StopReason.DIVERGED && hasDiverged(graph, start)
        ? new Outcome(outcome.steps(), StopReason.DIVERGED, loss)
        : outcome;
  }

  private Outcome settle(BlockGraph graph, Pass pass, double loss, double start) {
    InferenceSchedule schedule = rule.schedule();
    OutputPull pull = pass.phase().pull();
    List<ValueNode> nodes = movingNodes(graph);
    boolean duringStep = pass.learning() && rule.timing().isDuringStep();
    Consumer<Block> visited = duringStep ? writer(pass) : block -> {};
    double before = start;
    for (int t = 0; t < schedule.steps(); t++) {
      scalePrecisions(graph, t);
      graph.updateErrors(pull);
      schedule.step(graph, nodes, schedule.stepSizes(t), visited);
      pass.observer().afterStep(graph, t + 1);
      if (rule.tolerance() > 0.0) {
        double energy = energy(graph, pull);
        if (!(energy <= limit(graph, start))) {
          return new Outcome(t + 1, StopReason.DIVERGED, loss);
        }
        if (Math.abs(energy - before) <= rule.tolerance() * Math.abs(before)) {
          return new Outcome(t + 1, StopReason.CONVERGED, loss);
        }
        before = energy;
      }
      if (pass.learning() && rule.timing().isEveryStep() && t + 1 < schedule.steps()) {
        writeGradients(graph, pass);
        pass.changes().apply();
        graph.weightsChanged();
      }
    }
    StopReason reason =
        rule.tolerance() > 0.0 ? StopReason.TOLERANCE_NOT_REACHED : StopReason.STEPS_DONE;
    return new Outcome(schedule.steps(), reason, loss);
  }

  private Consumer<Block> writer(Pass pass) {
    double scale = -pass.phase().weight() * rule.output().phases().size();
    return block -> rule.weightRule().write(block, scale);
  }

  private void writeGradients(BlockGraph graph, Pass pass) {
    graph.updateErrors(pass.phase().pull());
    graph.visitBlocks(writer(pass));
  }

  private void scalePrecisions(BlockGraph graph, int t) {
    rule.precisionSchedule()
        .ifPresent(
            schedule -> {
              double factor = schedule.valueAt(t, 0);
              graph.hiddenNodes().forEach(node -> node.scalePrecision(factor));
            });
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
  double energy(BlockGraph graph, OutputPull pull) {
    graph.updateErrors(pull);
    return graph.outputEnergy(pull) + graph.internalEnergy();
  }

  private double displacedEnergy(BlockGraph graph, OutputPull pull) {
    if (rule.initialState().noise() == 0.0 && rule.decay() == 0.0) {
      return 0.0;
    }
    graph.updateErrors(pull);
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
