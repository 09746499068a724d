// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.HiddenNode;

/** Records the energy of every node at every inference step. */
final class InferenceTrace implements InferenceObserver {
  private final double lambda;
  private final List<Double> output = new ArrayList<>();
  private final List<double[]> nodes = new ArrayList<>();

  InferenceTrace(double lambda) {
    this.lambda = lambda;
  }

  @Override
  public void afterStep(BlockGraph graph, int t) {
    graph.updateErrors(lambda);
    output.add(lambda == 0.0 ? 0.0 : lambda * graph.loss());
    nodes.add(graph.hiddenNodes().stream().mapToDouble(HiddenNode::energy).toArray());
  }

  /** λℒ at t = 0 … */
  double[] outputEnergy() {
    return output.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** ½ π ‖ε‖² of hidden node i at t = 0 … */
  double[] nodeEnergy(int i) {
    return nodes.stream().mapToDouble(energies -> energies[i]).toArray();
  }
}
