// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import org.deeplearning4j.arbiter.DL4JConfiguration;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.TaskCreatorProvider;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Networks that are chains of layers, and the learning rules that train them. What the network
 * space says of layers, updaters, epochs and early stopping holds as in Arbiter.
 */
public final class PcMultiLayerSpace extends RuledSpace<DL4JConfiguration, PcMultiLayerCandidate> {
  static {
    TaskCreatorProvider.registerDefaultTaskCreatorClass(
        PcMultiLayerSpace.class, PcMultiLayerTaskCreator.class);
  }

  /**
   * A space.
   *
   * @param network such as a {@link org.deeplearning4j.arbiter.MultiLayerSpace}
   * @param rule such as a {@link LearningRuleSpace}
   * @throws IllegalArgumentException if an argument is null
   */
  @JsonCreator
  public PcMultiLayerSpace(
      @JsonProperty(value = "network", required = true)
          ParameterSpace<? extends DL4JConfiguration> network,
      @JsonProperty(value = "rule", required = true) ParameterSpace<LearningRule> rule) {
    super(network, rule);
  }

  @Override
  PcMultiLayerCandidate join(DL4JConfiguration configuration, LearningRule learningRule) {
    return new PcMultiLayerCandidate(configuration, learningRule);
  }
}
