// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import org.deeplearning4j.arbiter.GraphConfiguration;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.TaskCreatorProvider;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Networks that are graphs, and the learning rules that train them. What the network space says of
 * layers, updaters, epochs and early stopping holds as in Arbiter.
 */
public final class PcGraphSpace extends RuledSpace<GraphConfiguration, PcGraphCandidate> {
  static {
    TaskCreatorProvider.registerDefaultTaskCreatorClass(
        PcGraphSpace.class, PcGraphTaskCreator.class);
  }

  /**
   * A space.
   *
   * @param network such as a {@link org.deeplearning4j.arbiter.ComputationGraphSpace}
   * @param rule such as a {@link LearningRuleSpace}
   * @throws IllegalArgumentException if an argument is null
   */
  @JsonCreator
  public PcGraphSpace(
      @JsonProperty(value = "network", required = true)
          ParameterSpace<? extends GraphConfiguration> network,
      @JsonProperty(value = "rule", required = true) ParameterSpace<LearningRule> rule) {
    super(network, rule);
  }

  @Override
  PcGraphCandidate join(GraphConfiguration configuration, LearningRule learningRule) {
    return new PcGraphCandidate(configuration, learningRule);
  }
}
