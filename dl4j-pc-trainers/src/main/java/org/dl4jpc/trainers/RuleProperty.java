// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Optional;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The property of a configuration's JSON that holds the learning rule. */
final class RuleProperty {
  static final String NAME = "predictiveCoding";

  private RuleProperty() {}

  /**
   * Reads the rule of a configuration.
   *
   * @param json of a configuration
   * @return empty if it has none
   * @throws IllegalArgumentException if the rule is not one, or the text is not JSON
   */
  static Optional<LearningRule> read(String json) {
    try {
      JsonNode rule = new ObjectMapper().readTree(json).get(NAME);
      return rule == null ? Optional.empty() : Optional.of(LearningRule.fromJson(rule.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "illegal configuration JSON: " + e.getOriginalMessage(), e);
    }
  }
}
