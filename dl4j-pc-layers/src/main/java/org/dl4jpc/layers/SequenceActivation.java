// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/** The activation function a of a recurrent layer and its mask m, on time-major sequences. */
final class SequenceActivation {
  private final IActivation activation;
  private final SequenceMask mask;
  private final ActivationSlope slope;

  /**
   * Joins an activation and a mask.
   *
   * @param activation a, element-wise
   * @param mask m, or null for a layer without
   */
  SequenceActivation(IActivation activation, SequenceMask mask) {
    this.activation = activation;
    this.mask = mask;
    this.slope = ActivationSlope.isKnown(activation) ? new ActivationSlope(activation) : null;
  }

  /**
   * Whether a(z) = z.
   *
   * @return true if only the mask is left
   */
  boolean isIdentity() {
    return Activations.isIdentity(activation);
  }

  /**
   * m.
   *
   * @return null without a mask
   */
  TimeSteps mask() {
    return mask == null ? null : mask.factor();
  }

  /** Reads the mask of a new minibatch. */
  void readMask() {
    if (mask != null) {
      mask.read();
    }
  }

  /**
   * z ← m ⊙ z.
   *
   * @param z a sequence
   */
  void mask(Tensor z) {
    if (mask != null) {
      multiply(z.flat(), mask.factor().tensor().flat());
    }
  }

  /**
   * z ← m ⊙ a(z).
   *
   * @param z a sequence
   */
  void apply(Tensor z) {
    activate(z.flat());
    mask(z);
  }

  /**
   * z^k ← m^k ⊙ a(z^k).
   *
   * @param z a sequence
   * @param k which time step, from 0; N for all
   */
  void apply(TimeSteps z, int k) {
    activate(z.elements(k));
    if (mask != null) {
      multiply(z.elements(k), mask.factor().elements(k));
    }
  }

  /**
   * Whether {@link #differentiate} needs y only.
   *
   * @return false if it starts from z
   */
  boolean hasSlopeOfOutput() {
    return slope != null;
  }

  /**
   * z ← m ⊙ a′(z).
   *
   * @param z a sequence
   * @param y m ⊙ a(z)
   */
  void differentiate(Tensor z, Tensor y) {
    if (slope != null) {
      slope.write(y.flat(), z.flat());
      mask(z);
    } else {
      differentiate(z.flat());
    }
  }

  private void differentiate(INDArray z) {
    INDArray factor =
        mask == null ? Nd4j.ones(z.dataType(), z.length()) : mask.factor().tensor().flat();
    INDArray result = activation.backprop(z, factor).getFirst();
    if (result != z) {
      z.assign(result);
    }
  }

  private void activate(INDArray z) {
    if (!isIdentity()) {
      INDArray result = activation.getActivation(z, true);
      if (result != z) {
        z.assign(result);
      }
    }
  }

  private static void multiply(INDArray z, INDArray factor) {
    Nd4j.getExecutioner().exec(new MulOp(z, factor, z));
  }
}
