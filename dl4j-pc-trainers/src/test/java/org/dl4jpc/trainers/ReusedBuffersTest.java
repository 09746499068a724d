// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The buffers of a compiled graph serve all minibatches of a shape, and none sees another's. */
class ReusedBuffersTest {

  static Stream<Arguments> netsAndRules() {
    LearningRule il = LearningRule.il().withInferenceSteps(3);
    LearningRule sequential =
        LearningRule.of(
            InferenceSchedule.sequential(3, StepSizes.of(0.1)),
            OutputMode.clamped(),
            WeightRule.lms(),
            UpdateTiming.AFTER_INFERENCE);
    return Stream.of(SmallNet.values())
        .flatMap(
            net ->
                Stream.of(
                        LearningRule.zil(),
                        il,
                        il.withTolerance(1e-6),
                        il.withNodePlacement(NodePlacement.PRE_ACTIVATION),
                        sequential,
                        sequential.withNodePlacement(NodePlacement.PRE_ACTIVATION))
                    .map(rule -> Arguments.of(net, rule)));
  }

  @ParameterizedTest
  @MethodSource("netsAndRules")
  void aMinibatchLeavesNothingForTheNext(SmallNet net, LearningRule rule) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), rule);
    DataSet batch = net.batch();
    INDArray first = PredictiveCoding.gradient(attached, batch).gradient();
    INDArray again = PredictiveCoding.gradient(attached, batch).gradient();
    assertThat(again.equalsWithEps(first, 0.0)).isTrue();
    PredictiveCoding.gradient(attached, net.batches(2).get(1));
    PredictiveCoding.infer(attached, net.batches(3).get(2));
    INDArray later = PredictiveCoding.gradient(attached, batch).gradient();
    assertThat(later.equalsWithEps(first, 0.0)).isTrue();
  }
}
