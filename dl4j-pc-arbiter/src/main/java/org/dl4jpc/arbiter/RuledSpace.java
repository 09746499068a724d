// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A space of networks and of the rules that train them.
 *
 * @param <N> Arbiter's configuration of a network
 * @param <C> the configuration with a rule
 */
@SuppressWarnings("EqualsGetClass") // the class says which networks
public abstract sealed class RuledSpace<N, C extends RuledConfiguration> extends CompositeSpace<C>
    permits PcMultiLayerSpace, PcGraphSpace {
  @JsonProperty private final ParameterSpace<? extends N> network;
  @JsonProperty private final ParameterSpace<LearningRule> rule;

  RuledSpace(ParameterSpace<? extends N> network, ParameterSpace<LearningRule> rule) {
    this.network = notNull("network space", network);
    this.rule = notNull("rule space", rule);
  }

  private static <V> V notNull(String name, V value) {
    if (value == null) {
      throw new IllegalArgumentException("illegal " + name + ": null, must be an object");
    }
    return value;
  }

  abstract C join(N configuration, LearningRule learningRule);

  /**
   * The candidate's configuration.
   *
   * @param parameterValues a number from 0 to 1 for each parameter of the search
   * @return network, training and rule
   */
  @Override
  public final C getValue(double[] parameterValues) {
    LearningRule learningRule = ruleOf(parameterValues);
    return join(network.getValue(parameterValues), learningRule);
  }

  /**
   * The candidate's rule.
   *
   * @param parameterValues a number from 0 to 1 for each parameter of the search
   * @return what trains its network
   * @throws IllegalArgumentException if there is no such rule
   */
  public final LearningRule ruleOf(double[] parameterValues) {
    return rule.getValue(parameterValues);
  }

  @SuppressWarnings("rawtypes") // of Arbiter's signatures
  @Override
  public final Map<String, ParameterSpace> getNestedSpaces() {
    Map<String, ParameterSpace> nested = new LinkedHashMap<>();
    nested.put("network", network);
    nested.put("rule", rule);
    return nested;
  }

  @Override
  public final boolean equals(Object other) {
    return other != null
        && getClass() == other.getClass()
        && other instanceof RuledSpace<?, ?> space
        && network.equals(space.network)
        && rule.equals(space.rule);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(getClass(), network, rule);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(network=" + network + ", rule=" + rule + ")";
  }
}
