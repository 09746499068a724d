// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonIgnoreProperties;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A choice among objects, such as learning rules, updaters, schedules or node placements. Arbiter's
 * own {@link DiscreteParameterSpace} forgets the type of its values in JSON, so that only strings,
 * integers and doubles come back from it; this one keeps it. A choice of one value is no parameter
 * of the search.
 *
 * @param <T> the type of the values; Jackson can write and read it
 */
@JsonIgnoreProperties("values")
@SuppressWarnings("rawtypes") // of Arbiter's signatures
public final class ObjectChoice<T> extends DiscreteParameterSpace<T> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @JsonProperty private final Class<T> type;
  @JsonProperty private final List<JsonNode> choices;
  @JsonIgnore private final T only;

  @JsonCreator
  ObjectChoice(
      @JsonProperty(value = "type", required = true) Class<T> type,
      @JsonProperty(value = "choices", required = true) List<JsonNode> choices) {
    this(type, choices, choices.stream().map(node -> read(node, type)).toList());
  }

  private ObjectChoice(Class<T> type, List<JsonNode> choices, List<T> values) {
    super((Collection<T>) values);
    this.type = type;
    this.choices = List.copyOf(choices);
    this.only = values.size() == 1 ? values.get(0) : null;
  }

  /**
   * A choice.
   *
   * @param type of the values, or an interface of theirs that says in JSON which one it is
   * @param values at least one
   * @param <T> the type
   * @return the space
   * @throws IllegalArgumentException if there is no value, or one that JSON does not give back
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public static <T> ObjectChoice<T> of(Class<T> type, T... values) {
    List<T> all = Arrays.asList(values);
    if (all.isEmpty() || all.contains(null)) {
      throw new IllegalArgumentException(
          "illegal values: " + all + ", must be at least one, none of them null");
    }
    return new ObjectChoice<>(type, all.stream().map(value -> write(value, type)).toList(), all);
  }

  private static <T> JsonNode write(T value, Class<T> type) {
    try {
      return MAPPER.readTree(MAPPER.writerFor(type).writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "illegal value: " + value + ", must be one that can be written as JSON", e);
    }
  }

  private static <T> T read(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "illegal choice: " + node + ", must be a " + type.getSimpleName(), e);
    }
  }

  @Override
  public T getValue(double[] parameterValues) {
    return only != null ? only : super.getValue(parameterValues);
  }

  @Override
  public int numParameters() {
    return only != null ? 0 : 1;
  }

  /** Spaces around this one ask a leaf for no leaves of its own. */
  @Override
  public boolean isLeaf() {
    return only == null;
  }

  @Override
  public List<ParameterSpace> collectLeaves() {
    return only != null ? List.of() : List.of(this);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof ObjectChoice;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectChoice<?> choice
        && type == choice.type
        && choices.equals(choice.choices);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, choices);
  }
}
