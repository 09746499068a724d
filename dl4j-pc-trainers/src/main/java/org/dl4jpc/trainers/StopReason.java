// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/** Why inference ended, and what to do if that is not what was wanted. */
public enum StopReason {
  /** All T steps were taken, as asked. */
  STEPS_DONE("all inference steps were taken"),
  /** The energy's relative change fell to the tolerance. */
  CONVERGED("the energy's relative change reached the tolerance"),
  /** T steps were taken without reaching the tolerance. */
  TOLERANCE_NOT_REACHED(
      "the tolerance was not reached: raise the inference steps, or the tolerance"),
  /** The energy rose far above its start or was not a number. */
  DIVERGED("the energy diverged: lower the step size (withStepSize), or the learning rate");

  private final String remedy;

  StopReason(String remedy) {
    this.remedy = remedy;
  }

  /**
   * What happened and what to do.
   *
   * @return a sentence without a full stop
   */
  public String remedy() {
    return remedy;
  }
}
