// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * Nodes before the activation: μ^k = m^k ⊙ z^k, and p^k = m^k ⊙ a(x^k). The activation that the
 * readers of the nodes see is a kernel of theirs.
 */
final class PreActivationRecurrence extends RecurrentPlacement {
  private final TimeSteps presynaptic;
  private final TimeSteps slope;

  /**
   * Allocates the buffers.
   *
   * @param weights of the recurrence
   * @param activation a and m
   * @param prediction buffer of μ
   * @param shape of the buffer
   */
  PreActivationRecurrence(
      RecurrentWeights weights,
      SequenceActivation activation,
      Tensor prediction,
      SequenceShape shape) {
    super(weights, activation, prediction, shape);
    this.presynaptic = buffer();
    this.slope = buffer();
  }

  @Override
  void rollOut(TimeSteps drive) {
    rollOut(drive, prediction(), presynaptic);
    activation().mask(prediction().tensor());
    takeSlope(prediction().tensor());
  }

  @Override
  void predict(TimeSteps drive, Tensor node) {
    presynaptic.tensor().assign(node);
    activation().apply(presynaptic.tensor());
    combine(drive, presynaptic, prediction());
    activation().mask(prediction().tensor());
    takeSlope(node);
  }

  private void takeSlope(Tensor node) {
    slope.tensor().assign(node);
    activation().differentiate(slope.tensor(), presynaptic.tensor());
  }

  @Override
  TimeSteps presynaptic() {
    return presynaptic;
  }

  @Override
  TimeSteps predictionSlope() {
    return activation().mask();
  }

  @Override
  TimeSteps presynapticSlope() {
    return slope;
  }

  @Override
  long bytes() {
    return 3 * prediction().tensor().bytes();
  }
}
