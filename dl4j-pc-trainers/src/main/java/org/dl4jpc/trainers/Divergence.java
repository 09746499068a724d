// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.Locale;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.HiddenNode;

/** Says where a diverged inference went out of bounds. */
final class Divergence {
  private final LearningRule rule;
  private final BlockGraph graph;
  private final InferenceTrace trace;
  private final InferenceLoop loop;

  Divergence(LearningRule rule, BlockGraph graph, InferenceTrace trace, InferenceLoop loop) {
    this.rule = rule;
    this.graph = graph;
    this.trace = trace;
    this.loop = loop;
  }

  String message() {
    int step = firstBadStep();
    String where = step == 0 ? "in the feed-forward pass" : "at inference step " + step;
    int node = worstNode(step);
    String layer = node < 0 ? "output" : graph.hiddenNodes().get(node).name();
    double energy = node < 0 ? trace.outputEnergy()[step] : trace.nodeEnergy(node)[step];
    return String.format(
        Locale.ROOT,
        "inference diverged %s of %d in layer '%s' (energy %.3g, %.3g in all layers at the start);"
            + " parameters are those of the last completed iteration; lower %s",
        where,
        rule.schedule().steps(),
        layer,
        energy,
        total(0),
        step == 0
            ? "the learning rate, or scale the features"
            : "the step size (now " + rule.schedule().stepSizes() + "), or the learning rate");
  }

  private int firstBadStep() {
    int steps = trace.outputEnergy().length;
    double limit = loop.limit(graph, total(0));
    for (int t = 0; t < steps; t++) {
      if (!(total(t) <= limit)) {
        return t;
      }
    }
    return steps - 1;
  }

  private double total(int t) {
    double sum = trace.outputEnergy()[t];
    for (int i = 0; i < graph.hiddenNodes().size(); i++) {
      sum += trace.nodeEnergy(i)[t];
    }
    return sum;
  }

  /** The node with the largest energy, or the first that is not a number; −1 for the output. */
  private int worstNode(int t) {
    List<HiddenNode> nodes = graph.hiddenNodes();
    int worst = -1;
    double most = trace.outputEnergy()[t];
    for (int i = 0; i < nodes.size(); i++) {
      double energy = trace.nodeEnergy(i)[t];
      if (Double.isNaN(energy)) {
        return i;
      }
      if (energy > most) {
        worst = i;
        most = energy;
      }
    }
    return worst;
  }
}
