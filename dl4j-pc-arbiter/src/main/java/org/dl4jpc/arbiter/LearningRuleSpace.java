// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A space of learning rules: a choice of algorithms, and a space for each setting that is to vary.
 * Immutable, but for the indices that a candidate generator gives to the leaves.
 *
 * <pre>{@code
 * LearningRuleSpace rules =
 *     LearningRuleSpace.of(LearningRule.zil(), LearningRule.il(), LearningRule.seqIlMq(3e-5))
 *         .with(RuleSetting.STEP_SIZE, new ContinuousParameterSpace(0.005, 0.1))
 *         .with(RuleSetting.INFERENCE_STEPS, new IntegerParameterSpace(5, 40));
 * }</pre>
 *
 * <p>A setting changes the algorithms that have it and leaves the others as they are: in a grid,
 * candidates of Z-IL that differ in γ alone are the same.
 */
public final class LearningRuleSpace extends CompositeSpace<LearningRule> {
  @JsonProperty private final ParameterSpace<LearningRule> algorithm;
  @JsonProperty private final Map<String, ParameterSpace<?>> settings;

  @JsonCreator
  LearningRuleSpace(
      @JsonProperty(value = "algorithm", required = true) ParameterSpace<LearningRule> algorithm,
      @JsonProperty(value = "settings", required = true) Map<String, ParameterSpace<?>> settings) {
    this.algorithm = notNull("algorithm", algorithm);
    this.settings = new LinkedHashMap<>();
    for (RuleSetting<?> setting : RuleSetting.all()) {
      if (settings.containsKey(setting.name())) {
        this.settings.put(setting.name(), notNull(setting.name(), settings.get(setting.name())));
      }
    }
    if (this.settings.size() < settings.size()) {
      throw new IllegalArgumentException(
          "illegal settings: " + settings.keySet() + ", must be among " + RuleSetting.all());
    }
  }

  /**
   * A space of algorithms with their own settings.
   *
   * @param algorithms at least one
   * @return the space
   * @throws IllegalArgumentException if there is none, or one is null
   */
  public static LearningRuleSpace of(LearningRule... algorithms) {
    return of(ObjectChoice.of(LearningRule.class, algorithms));
  }

  /**
   * A space of algorithms with their own settings.
   *
   * @param algorithm any space of rules
   * @return the space
   * @throws IllegalArgumentException if null
   */
  public static LearningRuleSpace of(ParameterSpace<LearningRule> algorithm) {
    return new LearningRuleSpace(algorithm, Map.of());
  }

  /**
   * Varies a setting.
   *
   * @param setting of the rules that have it
   * @param values a space of Arbiter's, or an {@link ObjectChoice}; one that varies something else
   *     too, such as the learning rate of the configuration's updater, counts once
   * @param <V> type of the values
   * @return the new space
   * @throws IllegalArgumentException if an argument is null
   */
  public <V> LearningRuleSpace with(RuleSetting<V> setting, ParameterSpace<? extends V> values) {
    Map<String, ParameterSpace<?>> all = new LinkedHashMap<>(settings);
    all.put(notNull("setting", setting).name(), values);
    return new LearningRuleSpace(algorithm, all);
  }

  private static <V> V notNull(String name, V value) {
    if (value == null) {
      throw new IllegalArgumentException("illegal " + name + ": null, must be an object");
    }
    return value;
  }

  /**
   * The rule of a candidate.
   *
   * @param parameterValues a number from 0 to 1 for each parameter of the search
   * @return the rule
   * @throws IllegalArgumentException if a value is out of its setting's range, or the settings do
   *     not go together
   */
  @Override
  public LearningRule getValue(double[] parameterValues) {
    LearningRule rule = algorithm.getValue(parameterValues);
    for (RuleSetting<?> setting : RuleSetting.all()) {
      ParameterSpace<?> values = settings.get(setting.name());
      if (values != null) {
        rule = setting.apply(rule, values.getValue(parameterValues));
      }
    }
    return rule;
  }

  @SuppressWarnings("rawtypes") // of Arbiter's signatures
  @Override
  public Map<String, ParameterSpace> getNestedSpaces() {
    Map<String, ParameterSpace> nested = new LinkedHashMap<>();
    nested.put("algorithm", algorithm);
    nested.putAll(settings);
    return nested;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearningRuleSpace space
        && algorithm.equals(space.algorithm)
        && settings.equals(space.settings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(algorithm, settings);
  }

  @Override
  public String toString() {
    return "LearningRuleSpace(algorithm=" + algorithm + ", " + settings + ")";
  }
}
