// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import org.dl4jpc.trainers.LearningRule;

/** What a candidate is: a network, how long it trains, and by which rule. */
public sealed interface RuledConfiguration permits PcMultiLayerCandidate, PcGraphCandidate {

  /**
   * The rule.
   *
   * @return what trains the network
   */
  LearningRule rule();
}
