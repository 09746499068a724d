// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.ReshapeVertex;
import org.deeplearning4j.nn.graph.vertex.impl.StackVertex;
import org.deeplearning4j.nn.graph.vertex.impl.UnstackVertex;
import org.deeplearning4j.nn.layers.convolution.SpaceToBatch;

/** Whether outputs have as many samples as inputs. */
final class SampleCounts {
  private static final Set<Class<? extends GraphVertex>> CHANGING =
      Set.of(StackVertex.class, UnstackVertex.class, ReshapeVertex.class);

  private SampleCounts() {}

  /**
   * Whether labels must have as many samples as features.
   *
   * @param layers of a network
   * @return false if a layer turns places into samples
   */
  static boolean areKept(Layer... layers) {
    return Arrays.stream(layers).noneMatch(SpaceToBatch.class::isInstance);
  }

  /**
   * The same for a graph.
   *
   * @param graph initialised
   * @return false also if a vertex stacks samples or may reshape them
   */
  static boolean areKept(ComputationGraph graph) {
    return areKept(graph.getLayers())
        && Arrays.stream(graph.getVertices())
            .noneMatch(vertex -> CHANGING.contains(vertex.getClass()));
  }
}
