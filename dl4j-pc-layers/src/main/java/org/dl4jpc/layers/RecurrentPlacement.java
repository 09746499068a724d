// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * Where the value nodes x^k of a recurrence z^k = s^k W + p^{k−1} RW + b sit, and what follows from
 * it: the prediction μ^k as a function of z^k, and the presynaptic activity p^k as a function of
 * x^k. One of the two is m^k ⊙ a(·), the other m^k ⊙ (·), with the activation a and the mask m.
 */
abstract class RecurrentPlacement {
  private final RecurrentWeights weights;
  private final SequenceActivation activation;
  private final SequenceShape shape;
  private final TimeSteps prediction;

  /**
   * Sets the parts.
   *
   * @param weights of the recurrence
   * @param activation a and m
   * @param prediction buffer of μ
   * @param shape of the buffer
   */
  protected RecurrentPlacement(
      RecurrentWeights weights,
      SequenceActivation activation,
      Tensor prediction,
      SequenceShape shape) {
    this.weights = weights;
    this.activation = activation;
    this.shape = shape;
    this.prediction = new TimeSteps(prediction, shape);
  }

  /**
   * μ.
   *
   * @return the same at every call
   */
  final TimeSteps prediction() {
    return prediction;
  }

  /**
   * a and m.
   *
   * @return the same at every call
   */
  final SequenceActivation activation() {
    return activation;
  }

  /**
   * Predicts one time step after the other, x^k = μ^k.
   *
   * @param drive s W + b
   */
  abstract void rollOut(TimeSteps drive);

  /**
   * Predicts all time steps at once.
   *
   * @param drive s W + b
   * @param node x
   */
  abstract void predict(TimeSteps drive, Tensor node);

  /**
   * p as the last prediction used it.
   *
   * @return not to be changed
   */
  abstract TimeSteps presynaptic();

  /**
   * ∂μ^k/∂z^k at the last prediction.
   *
   * @return null for 1
   */
  abstract TimeSteps predictionSlope();

  /**
   * ∂p^k/∂x^k at the last prediction.
   *
   * @return null for 1
   */
  abstract TimeSteps presynapticSlope();

  /**
   * Bytes of all buffers.
   *
   * @return the size
   */
  abstract long bytes();

  /** Another buffer of the prediction's layout. */
  protected final TimeSteps buffer() {
    return new TimeSteps(prediction.tensor().like(), shape);
  }

  /**
   * z^k = drive^k + p^{k−1} RW and p^k = m^k ⊙ a(z^k), for k = 1 … N in turn.
   *
   * @param drive s W + b
   * @param z overwritten; the same buffer as p only if a is the identity, and then masked
   * @param p overwritten
   */
  protected final void rollOut(TimeSteps drive, TimeSteps z, TimeSteps p) {
    z.tensor().assign(drive.tensor());
    for (int k = 0; k < shape.steps(); k++) {
      if (k > 0) {
        weights.advance(p.columns(k - 1), z.columns(k));
      }
      if (z != p) {
        p.rows(k).assign(z.rows(k));
      }
      activation.apply(p, k);
    }
  }

  /**
   * z^k = drive^k + p^{k−1} RW for all k at once.
   *
   * @param drive s W + b
   * @param p of all time steps
   * @param z overwritten
   */
  protected final void combine(TimeSteps drive, TimeSteps p, TimeSteps z) {
    z.tensor().assign(drive.tensor());
    if (shape.steps() > 1) {
      weights.advance(p.early(), z.late());
    }
  }
}
