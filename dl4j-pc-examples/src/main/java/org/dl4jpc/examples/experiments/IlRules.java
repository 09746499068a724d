// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.OutputMode;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The rules that Alonso et al. 2022 compare, with the settings of the authors' code.
 *
 * <p>IL has T = 25, γ_fb = .02, γ_own = .015; IL-prox T = 25, γ = .015; fast T = 12, γ_fb = .025,
 * γ_own = 0; IL-Adam T = 20, .02 and .01, a soft output; IL-prox-Adam T = 20, .02 and .015. The
 * learning rate of IL-prox-Adam is IL-Adam's, being unknown.
 */
final class IlRules {
  static final String BP = "backpropagation";
  static final String BP_ADAM = "backpropagation, Adam";
  static final String IL = "IL";
  static final String IL_PROX = "IL-prox";
  static final String FAST = "IL-prox fast";
  static final String IL_ADAM = "IL-Adam";
  static final String IL_PROX_ADAM = "IL-prox-Adam";

  private IlRules() {}

  /**
   * The rules at batch 1.
   *
   * @param alpha α of IL-prox
   * @param stabiliser s of IL-prox
   * @param otherStabiliser s of its fast form and with Adam
   * @return by name
   */
  static Map<String, Contestant> single(double alpha, double stabiliser, double otherStabiliser) {
    Rates rates = new Rates(0.015, 0.01, 2.5e-5, 1e-5, 0.05);
    return all(alpha, stabiliser, otherStabiliser, rates);
  }

  /**
   * The rules at batch 64.
   *
   * @param alpha α of IL-prox
   * @param stabiliser s of IL-prox in all its forms
   * @return by name
   */
  static Map<String, Contestant> batch(double alpha, double stabiliser) {
    return all(alpha, stabiliser, stabiliser, new Rates(0.01, 0.01, 1e-5, 5e-6, 0.65));
  }

  private static Map<String, Contestant> all(
      double alpha, double stabiliser, double otherStabiliser, Rates rates) {
    LearningRule adaptive =
        LearningRule.il()
            .withInferenceSteps(20)
            .withStepSizes(0.02, 0.01)
            .withOutput(OutputMode.soft(rates.kappa));
    Map<String, Contestant> all = new LinkedHashMap<>();
    all.put(BP, new Contestant(LearningRule.zil(), new Sgd(rates.bp)));
    all.put(BP_ADAM, new Contestant(LearningRule.zil(), new Adam(rates.bpAdam)));
    all.put(IL, new Contestant(il(), new Sgd(rates.il)));
    all.put(IL_PROX, proximal(LearningRule.ilProx(alpha, stabiliser)));
    all.put(FAST, proximal(fast(alpha, otherStabiliser)));
    all.put(IL_ADAM, new Contestant(adaptive, new Adam(rates.ilAdam)));
    all.put(
        IL_PROX_ADAM,
        new Contestant(
            LearningRule.ilProx(alpha, otherStabiliser)
                .withInferenceSteps(20)
                .withStepSizes(0.02, 0.015)
                .withConfigUpdater(),
            new Adam(rates.ilAdam)));
    return all;
  }

  /** {@return IL with the authors' steps} */
  static LearningRule il() {
    return LearningRule.il().withInferenceSteps(25).withStepSizes(0.02, 0.015);
  }

  /** {@return the fast form of IL-prox, with a stabiliser} */
  static LearningRule fast(double alpha, double stabiliser) {
    return LearningRule.ilProx(alpha, stabiliser).withInferenceSteps(12).withStepSizes(0.025, 0.0);
  }

  /** {@return a contestant that brings its own SGD(1)} */
  static Contestant proximal(LearningRule rule) {
    return new Contestant(rule, new Sgd(1.0));
  }

  /** Learning rates, and κ of IL-Adam's soft output. */
  private record Rates(double bp, double il, double bpAdam, double ilAdam, double kappa) {}
}
