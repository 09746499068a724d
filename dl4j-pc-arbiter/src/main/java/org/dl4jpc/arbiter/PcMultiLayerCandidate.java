// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.Objects;
import org.deeplearning4j.arbiter.DL4JConfiguration;
import org.dl4jpc.trainers.LearningRule;

/** A chain of layers that trains by a rule. */
public final class PcMultiLayerCandidate extends DL4JConfiguration implements RuledConfiguration {
  private static final long serialVersionUID = 1L;

  /** As JSON, since Arbiter serialises candidates. */
  private final String rule;

  /**
   * Joins a network's configuration and a rule.
   *
   * @param configuration network, epochs, early stopping
   * @param rule what trains the network
   */
  PcMultiLayerCandidate(DL4JConfiguration configuration, LearningRule rule) {
    super(
        configuration.getMultiLayerConfiguration(),
        configuration.getEarlyStoppingConfiguration(),
        configuration.getNumEpochs());
    this.rule = rule.toJson();
  }

  @Override
  public LearningRule rule() {
    return LearningRule.fromJson(rule);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof PcMultiLayerCandidate;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PcMultiLayerCandidate candidate
        && super.equals(candidate)
        && rule.equals(candidate.rule);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), rule);
  }
}
