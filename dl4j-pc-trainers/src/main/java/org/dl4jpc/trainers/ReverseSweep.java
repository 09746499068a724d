// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.function.Consumer;
import org.dl4jpc.layers.Block;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.ValueNode;

/** One pass over the nodes in reverse topological order. */
final class ReverseSweep {

  private ReverseSweep() {}

  static void run(
      BlockGraph graph, List<ValueNode> nodes, StepSizes step, Consumer<Block> visited) {
    graph.outputs().forEach(visited);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      ValueNode node = nodes.get(i);
      node.relaxInOrder(step.feedback(), step.own());
      node.visitProducer(visited);
    }
  }
}
