// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/** A network that trains by a learning rule. */
interface AttachedNetwork {

  /**
   * The rule that it trains by.
   *
   * @return the rule
   */
  LearningRule learningRule();
}
