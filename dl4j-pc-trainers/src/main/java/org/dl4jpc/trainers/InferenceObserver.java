// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.dl4jpc.layers.BlockGraph;

/** Sees the graph after every inference step. */
interface InferenceObserver {
  /**
   * Called with the state after t steps.
   *
   * @param graph whose errors may be stale
   * @param t 0 for the start
   */
  void afterStep(BlockGraph graph, int t);
}
