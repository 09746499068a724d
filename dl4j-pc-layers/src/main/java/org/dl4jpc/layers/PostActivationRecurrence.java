// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * Nodes at the output of the recurrence: μ^k = m^k ⊙ a(z^k), and p^k = m^k ⊙ x^k. Also serves a
 * recurrence without an activation, whose two placements are the same.
 */
final class PostActivationRecurrence extends RecurrentPlacement {
  private final TimeSteps slope;
  private final TimeSteps values;
  private TimeSteps presynaptic;

  /**
   * Allocates the buffers.
   *
   * @param weights of the recurrence
   * @param activation a and m
   * @param prediction buffer of μ
   * @param shape of the buffer
   */
  PostActivationRecurrence(
      RecurrentWeights weights,
      SequenceActivation activation,
      Tensor prediction,
      SequenceShape shape) {
    super(weights, activation, prediction, shape);
    this.slope = activation.isIdentity() ? null : buffer();
    this.values = buffer();
  }

  /** z, which is no longer needed once μ and ∂μ/∂z are taken. */
  private TimeSteps preActivation() {
    return slope == null ? prediction() : slope;
  }

  @Override
  void rollOut(TimeSteps drive) {
    rollOut(drive, preActivation(), prediction());
    presynaptic = prediction();
    takeSlope();
  }

  @Override
  void predict(TimeSteps drive, Tensor node) {
    values.tensor().assign(node);
    activation().mask(values.tensor());
    presynaptic = values;
    combine(drive, values, preActivation());
    if (slope != null) {
      prediction().tensor().assign(slope.tensor());
    }
    activation().apply(prediction().tensor());
    takeSlope();
  }

  private void takeSlope() {
    if (slope != null) {
      activation().differentiate(slope.tensor(), prediction().tensor());
    }
  }

  @Override
  TimeSteps presynaptic() {
    return presynaptic;
  }

  @Override
  TimeSteps predictionSlope() {
    return slope == null ? activation().mask() : slope;
  }

  @Override
  TimeSteps presynapticSlope() {
    return activation().mask();
  }

  @Override
  long bytes() {
    return (slope == null ? 2 : 3) * prediction().tensor().bytes();
  }
}
