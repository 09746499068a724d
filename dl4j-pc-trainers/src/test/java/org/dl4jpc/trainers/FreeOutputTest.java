// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * With a free output, λ = 0, inference settles to the feed-forward pass wherever it starts
 * (Millidge et al. 2022, "A theoretical framework for inference and learning in predictive coding
 * networks", Theorem 3.1).
 */
class FreeOutputTest {

  private static LearningRule rule(NodePlacement placement, int steps) {
    return LearningRule.il()
        .withOutput(OutputMode.free())
        .withInitialState(InitialState.displaced(0.5, 3))
        .withNodePlacement(placement)
        .withPrecision(1.0, 0.7)
        .withStepSize(0.3)
        .withInferenceSteps(steps);
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void equilibriumIsTheFeedForwardPass(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    PlainEnergy energy = new PlainEnergy(network, placement, data, 0.0, 1.0, 0.7);
    InferenceResult start =
        PredictiveCoding.infer(PredictiveCoding.attach(network, rule(placement, 1)), data);
    InferenceResult end =
        PredictiveCoding.infer(PredictiveCoding.attach(network, rule(placement, 1500)), data);
    List<INDArray> feedForward = energy.forward().feedForward(States.values(end));

    assertThat(States.distance(States.values(start), feedForward)).isGreaterThan(0.1);
    double distance = States.distance(States.values(end), feedForward);
    double outputDistance =
        Twins.distance(end.outputs().get(0), network.output(data.getFeatures(), true));
    assertThat(distance).isLessThan(1e-12);
    assertThat(outputDistance).isLessThan(1e-12);
    assertThat(end.energy()[0]).isGreaterThan(0.1);
    assertThat(end.energy()[end.steps()]).isLessThan(1e-24);
  }
}
