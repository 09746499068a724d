// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Settings of a comparison, the same for each algorithm.
 *
 * @param algorithms to compare, without repetition
 * @param epochs passes over the training images, at least 1
 * @param batch images a minibatch, at least 1
 * @param seed of the weights and of the order of the images
 * @param inferenceSteps T of IL, at least 1
 * @param stepSize γ of IL's inference steps, above 0
 * @param learningRate of Adam, above 0
 * @param dataType FLOAT or DOUBLE
 */
public record RunSettings(
    List<Algorithm> algorithms,
    int epochs,
    int batch,
    long seed,
    int inferenceSteps,
    double stepSize,
    double learningRate,
    DataType dataType) {

  /**
   * Checks the settings.
   *
   * @param algorithms to compare
   * @param epochs passes over the training images
   * @param batch images a minibatch
   * @param seed of the weights and of the order of the images
   * @param inferenceSteps T of IL
   * @param stepSize γ of IL's inference steps
   * @param learningRate of Adam
   * @param dataType FLOAT or DOUBLE
   * @throws IllegalArgumentException if a setting is outside its range; the message names it
   */
  public RunSettings {
    algorithms = algorithms.stream().distinct().sorted().toList();
    require(!algorithms.isEmpty(), "rules", algorithms, "must have at least one");
    require(epochs >= 1, "epochs", epochs, "must be at least 1");
    require(batch >= 1, "batch", batch, "must be at least 1");
    require(inferenceSteps >= 1, "inference-steps", inferenceSteps, "must be at least 1");
    requirePositive("step-size", stepSize);
    requirePositive("learning-rate", learningRate);
    require(
        dataType == DataType.FLOAT || dataType == DataType.DOUBLE,
        "data-type",
        dataType,
        "must be FLOAT or DOUBLE");
  }

  private static void requirePositive(String name, double value) {
    boolean holds = value > 0 && value < Double.POSITIVE_INFINITY;
    require(holds, name, value, "must be above 0 and finite");
  }

  private static void require(boolean holds, String name, Object value, String bound) {
    if (!holds) {
      throw new IllegalArgumentException("illegal %s %s, %s".formatted(name, value, bound));
    }
  }
}
