// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With smooth activations and a small step size, inference never raises the energy. */
class EnergyDescentTest {
  private static final int STEPS = 100;
  private static final double ROUNDING = 1e-14;

  private static void assertDescent(TinyNet net, NodePlacement placement, InferenceSchedule how) {
    for (InitialState start :
        new InitialState[] {InitialState.feedForward(), InitialState.displaced(0.5, 13)}) {
      LearningRule rule =
          LearningRule.of(how, OutputMode.clamped(), WeightRule.lms(), UpdateTiming.AFTER_INFERENCE)
              .withNodePlacement(placement)
              .withInitialState(start);
      double[] energy =
          PredictiveCoding.infer(PredictiveCoding.attach(net.smooth(), rule), net.classes())
              .energy();
      assertThat(energy).hasSize(STEPS + 1);
      for (int t = 1; t <= STEPS; t++) {
        assertThat(energy[t])
            .as("%s at t = %d", start, t)
            .isLessThanOrEqualTo(energy[t - 1] * (1.0 + ROUNDING));
      }
      assertThat(energy[STEPS]).isLessThan(energy[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void simultaneousStepsDescend(TinyNet net, NodePlacement placement) {
    assertDescent(net, placement, InferenceSchedule.simultaneous(STEPS, StepSizes.of(0.1)));
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void sequentialStepsDescend(TinyNet net, NodePlacement placement) {
    assertDescent(net, placement, InferenceSchedule.sequential(STEPS, StepSizes.of(0.1)));
  }
}
