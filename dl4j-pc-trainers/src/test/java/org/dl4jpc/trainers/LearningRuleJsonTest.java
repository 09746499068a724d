// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** The JSON of a rule: what is written is read back, and nothing else is read. */
class LearningRuleJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static ObjectNode tree(LearningRule rule) {
    try {
      return (ObjectNode) MAPPER.readTree(rule.toJson());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRejected(JsonNode json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRule.fromJson(json.toString()))
        .withMessageStartingWith("illegal learning rule JSON: ")
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.SampleRules#all")
  void roundTrip(Supplier<LearningRule> rule) {
    String json = rule.get().toJson();
    LearningRule read = LearningRule.fromJson(json);
    assertThat(read).isEqualTo(rule.get());
    assertThat(read.toJson()).isEqualTo(json);
  }

  /** What was read works as what was written: γ at every step, too. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.SampleRules#all")
  void schedulesReadBackHaveTheSameStepSizes(Supplier<LearningRule> rule) {
    InferenceSchedule written = rule.get().schedule();
    InferenceSchedule read = LearningRule.fromJson(rule.get().toJson()).schedule();
    for (int t = 0; t < written.steps(); t++) {
      assertThat(read.stepSizes(t)).as("t = %d", t).isEqualTo(written.stepSizes(t));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/schedule",
        "/schedule/stepSizes",
        "/output",
        "/weightRule",
        "/initialState",
        "/updater"
      })
  void unknownPropertyIsRejected(String place) {
    ObjectNode json = tree(LearningRule.il().withUpdater(new Adam(0.1)));
    ((ObjectNode) json.at(place)).put("stepSise", 0.1);
    assertRejected(json, "stepSise");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schedule",
        "output",
        "weightRule",
        "timing",
        "input",
        "initialState",
        "placement",
        "precision",
        "decay",
        "tolerance"
      })
  void missingPropertyIsRejected(String name) {
    ObjectNode json = tree(LearningRule.il());
    json.remove(name);
    assertRejected(json, name);
  }

  @ParameterizedTest
  @CsvSource({
    "/schedule, steps",
    "/schedule, stepSizes",
    "/schedule/stepSizes, feedback",
    "/schedule/stepSizes, own",
    "/output, phases",
    "/output/phases/0, pull",
    "/output/phases/0, weight",
    "/output/phases/0/pull, lambda",
    "/initialState, noise",
    "/initialState, seed"
  })
  void missingPartIsRejected(String place, String name) {
    ObjectNode json = tree(LearningRule.il());
    ((ObjectNode) json.at(place)).remove(name);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRule.fromJson(json.toString()))
        .withMessageStartingWith("illegal learning rule JSON: ");
  }

  static Stream<Arguments> illegalValues() {
    return Stream.of(
        Arguments.of("/schedule", "steps", "0", "illegal inference steps: 0"),
        Arguments.of("/schedule", "steps", "2.7", "2.7"),
        Arguments.of("/schedule", "steps", "null", "(at schedule.steps)"),
        Arguments.of("/schedule/stepSizes", "feedback", "-1", "illegal feedback step size: -1.0"),
        Arguments.of("/schedule/stepSizes", "own", "\"NaN\"", "illegal own step size: NaN"),
        Arguments.of("/output", "phases", "[]", "illegal phases: []"),
        Arguments.of("/output/phases/0/pull", "lambda", "\"NaN\"", "illegal lambda: NaN"),
        Arguments.of("/output/phases/0", "weight", "\"NaN\"", "illegal phase weight: NaN"),
        Arguments.of("", "decay", "-1", "illegal decay: -1.0"),
        Arguments.of("/initialState", "noise", "-1", "illegal initial noise: -1.0"),
        Arguments.of("", "tolerance", "-1", "illegal tolerance: -1.0"),
        Arguments.of("", "tolerance", "null", "(at tolerance)"),
        Arguments.of("", "precision", "[]", "illegal precision: []"),
        Arguments.of("", "precision", "[1.0, 0.0]", "illegal precision: 0.0"),
        Arguments.of("", "precision", "[1.0, null]", "illegal precision: null"),
        Arguments.of("", "timing", "\"LATER\"", "LATER"),
        Arguments.of("", "timing", "0", "(at timing)"),
        Arguments.of("", "timing", "\"OWN_STEP\"", "illegal timing: OWN_STEP"),
        Arguments.of("", "weightRule", "null", "illegal weight rule: null"),
        Arguments.of("", "schedule", "{\"@class\": \"java.lang.String\"}", "java.lang.String"));
  }

  @ParameterizedTest
  @MethodSource("illegalValues")
  void illegalValueIsRejected(String place, String name, String value, String message)
      throws JsonProcessingException {
    ObjectNode json = tree(LearningRule.il());
    ((ObjectNode) json.at(place)).set(name, MAPPER.readTree(value));
    assertRejected(json, message);
  }

  /** A wave is one step, in JSON too. */
  @Test
  void waveOfMoreStepsIsRejected() {
    ObjectNode json = tree(LearningRule.zil());
    ((ObjectNode) json.get("schedule")).put("steps", 7);
    assertRejected(json, "illegal inference steps of a wave: 7");
  }

  @Test
  void trailingTextIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRule.fromJson(LearningRule.il().toJson() + "{}"))
        .withMessageStartingWith("illegal learning rule JSON: ");
  }
}
