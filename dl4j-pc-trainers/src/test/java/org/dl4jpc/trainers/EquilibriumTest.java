// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What holds where inference has settled, and the bounds on the way there (Millidge et al. 2022, "A
 * theoretical framework for inference and learning in predictive coding networks", Lemma 3.1 and
 * Equation 14).
 */
class EquilibriumTest {
  private static final double LAMBDA = 1.3;
  private static final double[] PRECISION = {0.7, 1.2};
  private static final double ROUNDING = 1e-14;

  private static final Map<List<Object>, InferenceResult> SETTLED = new ConcurrentHashMap<>();

  private static InferenceResult settled(TinyNet net, NodePlacement placement) {
    return SETTLED.computeIfAbsent(List.of(net, placement), key -> settle(net, placement));
  }

  private static InferenceResult settle(TinyNet net, NodePlacement placement) {
    LearningRule rule =
        LearningRule.il()
            .withOutput(OutputMode.weighted(LAMBDA))
            .withPrecision(PRECISION)
            .withNodePlacement(placement)
            .withStepSize(0.25)
            .withInferenceSteps(1000);
    return PredictiveCoding.infer(PredictiveCoding.attach(net.smooth(), rule), net.classes());
  }

  private static PlainEnergy energy(TinyNet net, NodePlacement placement) {
    return new PlainEnergy(net.smooth(), placement, net.classes(), LAMBDA, PRECISION);
  }

  /** λ∂ℒ/∂x_{L−1} = −∂Ẽ/∂x_{L−1}. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void pullOfTheLossIsHeldByTheInternalEnergy(TinyNet net, NodePlacement placement) {
    PlainEnergy plain = energy(net, placement);
    List<INDArray> x = States.values(settled(net, placement));
    INDArray last = x.get(x.size() - 1);
    INDArray ofLoss = FiniteDifferences.gradient(() -> LAMBDA * plain.loss(x), last);
    INDArray ofInternal = FiniteDifferences.gradient(() -> -plain.internal(x), last);
    double distance = Twins.distance(ofInternal, ofLoss);
    assertThat(distance).isLessThan(1e-7);
  }

  /** ε̃_l* = J_{l+1}(x_l*)ᵀ ε̃_{l+1}*. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void errorsAreThoseFedBackFromAbove(TinyNet net, NodePlacement placement) {
    InferenceResult result = settled(net, placement);
    PlainEnergy plain = energy(net, placement);
    List<INDArray> errors = States.weightedErrors(result, plain);
    List<INDArray> feedback = plain.feedback(States.values(result), errors);
    double distance = States.distance(errors, feedback);
    assertThat(distance).isLessThan(1e-7);
  }

  /** λℒ(t) + Ẽ(t) ≤ λℒ(0) and Ẽ(t) ≥ 0 at every t. */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void energyStaysUnderTheLossAtTheStart(TinyNet net, NodePlacement placement) {
    InferenceResult result = settled(net, placement);
    double[] total = result.energy();
    double[] ofLoss = result.outputEnergy();
    assertThat(total[0]).isEqualTo(ofLoss[0]);
    for (int t = 1; t < total.length; t++) {
      assertThat(total[t]).as("F at t = %d", t).isLessThanOrEqualTo(ofLoss[0]);
      assertThat(total[t] - ofLoss[t]).as("internal, t = %d", t).isGreaterThanOrEqualTo(-ROUNDING);
    }
    assertThat(total[total.length - 1]).isLessThan(total[0]);
  }
}
