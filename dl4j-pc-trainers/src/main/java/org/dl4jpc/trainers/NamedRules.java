// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.dl4jpc.layers.NodePlacement;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** The algorithms of the literature as compositions, with the settings of their authors' code. */
final class NamedRules {
  /** Of IL and incremental PC; the literature has no canonical value (7 to 128 are in use). */
  private static final int IL_STEPS = 20;

  /**
   * Of IL and incremental PC; the literature has no canonical value. With Adam, .005 is within one
   * point of backpropagation's accuracy on dense and convolutional networks (Fashion-MNIST, 10,000
   * images), where .02 and more lose accuracy with convolutions and .1 with dense layers too; with
   * plain SGD larger steps, .02 to .1, learn faster on dense networks.
   */
  private static final double IL_STEP_SIZE = 0.005;

  private NamedRules() {}

  static LearningRule il() {
    return simultaneous(IL_STEPS, StepSizes.of(IL_STEP_SIZE), UpdateTiming.AFTER_INFERENCE);
  }

  static LearningRule incremental() {
    return simultaneous(IL_STEPS, StepSizes.of(IL_STEP_SIZE), UpdateTiming.EVERY_STEP);
  }

  static LearningRule pcNudge(double lambda) {
    return simultaneous(50, StepSizes.of(0.3), UpdateTiming.AFTER_INFERENCE)
        .withOutput(OutputMode.nudged(lambda));
  }

  private static LearningRule simultaneous(int steps, StepSizes sizes, UpdateTiming timing) {
    return LearningRule.of(
        InferenceSchedule.simultaneous(steps, sizes),
        OutputMode.clamped(),
        WeightRule.lms(),
        timing);
  }

  static LearningRule zil() {
    return LearningRule.of(
        InferenceSchedule.wave(1.0), OutputMode.clamped(), WeightRule.lms(), UpdateTiming.OWN_STEP);
  }

  static LearningRule fixedPrediction() {
    return LearningRule.of(
        InferenceSchedule.fixedPrediction(100, StepSizes.of(0.1)),
        OutputMode.clamped(),
        WeightRule.lms(),
        UpdateTiming.AFTER_INFERENCE);
  }

  static LearningRule ilProx(double alpha, double stabiliser) {
    StepSizes sizes = StepSizes.of(0.015);
    return proximal(InferenceSchedule.simultaneous(25, sizes), alpha, stabiliser);
  }

  static LearningRule ilProxFast(double alpha) {
    StepSizes sizes = new StepSizes(0.025, 0.0);
    return proximal(InferenceSchedule.simultaneous(12, sizes), alpha, 0.0);
  }

  static LearningRule bpProx(double alpha) {
    return proximal(InferenceSchedule.wave(1.0), alpha, 0.0);
  }

  private static LearningRule proximal(
      InferenceSchedule schedule, double alpha, double stabiliser) {
    return LearningRule.of(
            schedule,
            OutputMode.proximal(alpha),
            WeightRule.nlms(stabiliser),
            UpdateTiming.AFTER_INFERENCE)
        .withNodePlacement(NodePlacement.PRE_ACTIVATION)
        .withUpdater(new Sgd(1.0));
  }

  static LearningRule seqIl() {
    return LearningRule.of(
            InferenceSchedule.sequential(3, StepSizes.of(0.05)),
            OutputMode.clamped(),
            WeightRule.lms(),
            UpdateTiming.AFTER_INFERENCE)
        .withStepSchedule(overOnePlusStep())
        .withNodePlacement(NodePlacement.PRE_ACTIVATION);
  }

  static LearningRule seqIlMq(double learningRate) {
    return seqIl().withUpdater(new MatrixUpdateEqualization(learningRate));
  }

  /** 1 / (1 + t). */
  private static ISchedule overOnePlusStep() {
    return new InverseSchedule(ScheduleType.ITERATION, 1.0, 1.0, 1.0);
  }
}
