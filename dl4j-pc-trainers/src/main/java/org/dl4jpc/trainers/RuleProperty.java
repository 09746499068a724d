// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.UncheckedIOException;
import java.util.Optional;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The properties of a configuration's JSON that DL4J ignores: the learning rule, and the state of
 * ND4J's random generator when the text was written, so that training goes on with the same noise.
 */
final class RuleProperty {
  static final String NAME = "predictiveCoding";
  private static final String RANDOM = "predictiveCodingRandom";

  private RuleProperty() {}

  /**
   * Writes a configuration with its rule.
   *
   * @param mapper DL4J's, of JSON or YAML
   * @param plain DL4J's configuration
   * @param rule that travels with it
   * @return the text
   */
  static String write(ObjectMapper mapper, Object plain, LearningRule rule) {
    ObjectMapper own = new ObjectMapper();
    try {
      synchronized (mapper) {
        ObjectNode tree = mapper.valueToTree(plain);
        tree.set(NAME, own.readTree(rule.toJson()));
        RandomState random = RandomState.now();
        tree.putObject(RANDOM).put("root", random.root()).put("node", random.node());
        return mapper.writeValueAsString(tree);
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the rule of a configuration.
   *
   * @param json of a configuration
   * @return empty if it has none
   * @throws IllegalArgumentException if the rule is not one, or the text is not JSON
   */
  static Optional<LearningRule> read(String json) {
    return property(json, NAME).map(rule -> LearningRule.fromJson(rule.toString()));
  }

  /**
   * Reads the state of the random generator.
   *
   * @param json of a configuration
   * @return empty if it has none
   * @throws IllegalArgumentException if the text is not JSON
   */
  static Optional<RandomState> random(String json) {
    return property(json, RANDOM)
        .map(node -> new RandomState(node.path("root").asLong(), node.path("node").asLong()));
  }

  static Optional<JsonNode> property(String json, String name) {
    try {
      return Optional.ofNullable(new ObjectMapper().readTree(json).get(name));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "illegal configuration JSON: " + e.getOriginalMessage(), e);
    }
  }
}
