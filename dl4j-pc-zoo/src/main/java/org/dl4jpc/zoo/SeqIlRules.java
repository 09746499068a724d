// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.OutputMode;

/** What the rules of Alonso et al. 2023 have in common. */
final class SeqIlRules {
  /** κ of the soft clamp, of the authors' code. */
  private static final double KAPPA = 1.0 / 101.0;

  private SeqIlRules() {}

  /** With T = 3, nodes before activations. */
  static LearningRule with(LearningRule rule, double stepSize) {
    return rule.withStepSize(stepSize).withOutput(OutputMode.soft(KAPPA));
  }

  /** With nodes after activations, as the authors' convolutional networks have them. */
  static LearningRule convolutional(LearningRule rule, double stepSize) {
    return with(rule, stepSize).withNodePlacement(NodePlacement.POST_ACTIVATION);
  }
}
