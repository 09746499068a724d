// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.HiddenNode;
import org.dl4jpc.layers.OutputPull;

/** Records the energy of every node at every inference step. */
final class InferenceTrace implements InferenceObserver {
  private final OutputPull pull;
  private final List<Double> output = new ArrayList<>();
  private final List<double[]> nodes = new ArrayList<>();

  InferenceTrace(OutputPull pull) {
    this.pull = pull;
  }

  @Override
  public void afterStep(BlockGraph graph, int t) {
    graph.updateErrors(pull);
    output.add(graph.outputEnergy(pull));
    nodes.add(graph.hiddenNodes().stream().mapToDouble(HiddenNode::energy).toArray());
  }

  /** λℒ at t = 0 … */
  double[] outputEnergy() {
    return output.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** ½ π ‖ε‖² + ½ d ‖x‖² of hidden node i at t = 0 … */
  double[] nodeEnergy(int i) {
    return nodes.stream().mapToDouble(energies -> energies[i]).toArray();
  }
}
