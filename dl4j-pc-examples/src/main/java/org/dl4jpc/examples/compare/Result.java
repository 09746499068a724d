// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import java.util.List;
import java.util.Optional;

/**
 * What one algorithm reached.
 *
 * @param algorithm that trained
 * @param losses mean loss an image of each minibatch, before its step
 * @param accuracies on the test images: before training, then after each epoch; 0 to 1
 * @param stepMillis median time of a training step in milliseconds
 * @param versus the comparison with backprop, empty if backprop did not run
 */
public record Result(
    Algorithm algorithm,
    List<Double> losses,
    List<Double> accuracies,
    double stepMillis,
    Optional<Versus> versus) {

  /**
   * A comparison with backprop.
   *
   * @param timeRatio median over the steps of the time divided by backprop's time of the same step
   * @param distance ‖θ − θ_bp‖ / ‖θ_bp‖ of the trained parameters
   * @param samePredictions how many test images both networks put into the same class
   */
  public record Versus(double timeRatio, double distance, int samePredictions) {}

  /**
   * Copies the lists.
   *
   * @param algorithm that trained
   * @param losses of each minibatch
   * @param accuracies on the test images, at least one
   * @param stepMillis median time of a step
   * @param versus the comparison with backprop
   */
  public Result {
    losses = List.copyOf(losses);
    accuracies = List.copyOf(accuracies);
  }

  /** {@return the test accuracy after the last epoch, 0 to 1} */
  public double accuracy() {
    return accuracies.get(accuracies.size() - 1);
  }
}
