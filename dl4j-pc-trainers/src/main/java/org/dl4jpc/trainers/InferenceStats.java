// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalDouble;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/**
 * What inference did on one minibatch of training, in numbers. Immutable, with value equality and
 * JSON.
 *
 * @param iteration of the network, counted from 0
 * @param epoch of the network, counted from 0
 * @param samples B, in the minibatch
 * @param steps inference steps taken
 * @param stopReason why inference ended
 * @param energy F = λℒ + Ẽ at t = 0 … steps, summed over the batch
 * @param outputEnergy λℒ at the end, summed over the batch
 * @param nodes the hidden nodes at the end, in topological order
 * @param gradients the layers' gradients against backpropagation's, in topological order; empty
 *     where they were not compared
 */
public record InferenceStats(
    int iteration,
    int epoch,
    long samples,
    int steps,
    StopReason stopReason,
    List<Double> energy,
    double outputEnergy,
    List<NodeStats> nodes,
    List<GradientStats> gradients) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * Copies the lists.
   *
   * @param iteration of the network
   * @param epoch of the network
   * @param samples in the minibatch
   * @param steps inference steps taken
   * @param stopReason why inference ended
   * @param energy at t = 0 … steps
   * @param outputEnergy at the end
   * @param nodes in topological order
   * @param gradients in topological order
   * @throws IllegalArgumentException if something is null
   */
  public InferenceStats {
    Checks.notNull("stop reason", stopReason);
    energy = List.copyOf(Checks.notNull("energy", energy));
    nodes = List.copyOf(Checks.notNull("nodes", nodes));
    gradients = List.copyOf(Checks.notNull("gradients", gradients));
  }

  /**
   * The cosine between the rule's gradient of all weights and backpropagation's.
   *
   * @return empty where they were not compared
   */
  public OptionalDouble cosineToBackprop() {
    return gradients.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(GradientStats.together("all", gradients).cosine());
  }

  /**
   * F at the end of inference.
   *
   * @return summed over the batch
   */
  public double finalEnergy() {
    return energy.get(energy.size() - 1);
  }

  /**
   * JSON of one line.
   *
   * @return what {@link #fromJson} reads
   */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads JSON.
   *
   * @param json as {@link #toJson()} writes it
   * @return the stats
   * @throws IllegalArgumentException if it is not that
   */
  public static InferenceStats fromJson(String json) {
    try {
      return MAPPER.readValue(Checks.notNull("inference stats JSON", json), InferenceStats.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "illegal inference stats JSON, must be as toJson() writes it: " + e.getOriginalMessage(),
          e);
    }
  }
}
