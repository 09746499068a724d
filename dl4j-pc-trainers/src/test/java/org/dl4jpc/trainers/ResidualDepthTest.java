// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Inference learning in very deep residual networks: with simultaneous inference nothing of the
 * error is left for the lower layers, error optimisation trains them on the same energy.
 */
class ResidualDepthTest {
  private static final int BATCHES = 16;

  private static LearningRule errors() {
    return LearningRule.il().withSchedule(InferenceSchedule.errors(5, StepSizes.of(0.05)));
  }

  /** As many steps as the deepest node is deep, and a large step. */
  private static LearningRule reaching(int blocks) {
    return LearningRule.il().withInferenceSteps(2 * blocks + 4).withStepSize(0.3);
  }

  private static double accuracy(ComputationGraph network) {
    DataSet test = ResidualNet.data(1024, 100, DataType.FLOAT);
    return network.evaluate(new ListDataSetIterator<>(List.of(test))).accuracy();
  }

  private static ComputationGraph trained(int blocks, LearningRule rule, int iterations) {
    ComputationGraph network = ResidualNet.network(blocks, DataType.FLOAT);
    ComputationGraph attached = PredictiveCoding.attach(network, rule);
    for (int i = 0; i < iterations; i++) {
      attached.fit(ResidualNet.data(64, i % BATCHES + 1, DataType.FLOAT));
    }
    return network;
  }

  private static INDArray firstWeights(ComputationGraph network) {
    return network.getParam("x0_W");
  }

  @Test
  void sixteenLayersTrainByErrorOptimisationOnly() {
    ComputationGraph plain = trained(16, LearningRule.il(), 60);
    assertThat(accuracy(plain)).isLessThan(0.75);
    assertThat(firstWeights(plain))
        .isEqualTo(firstWeights(ResidualNet.network(16, DataType.FLOAT)));
    assertThat(accuracy(trained(16, errors(), 60))).isGreaterThan(0.93);
  }

  @Test
  @Tag("full")
  void thirtyTwoLayersTrainByErrorOptimisationOnly() {
    for (LearningRule rule : List.of(LearningRule.il(), reaching(32))) {
      ComputationGraph plain = trained(32, rule, 100);
      assertThat(accuracy(plain)).as("%s", rule).isLessThan(0.75);
      INDArray before = firstWeights(ResidualNet.network(32, DataType.FLOAT));
      assertThat(Twins.distance(firstWeights(plain), before)).as("%s", rule).isLessThan(1e-4);
    }
    assertThat(accuracy(trained(32, errors(), 100))).isGreaterThan(0.93);
  }

  /** In double; in float what il() leaves of it is 0. */
  @Test
  void whatIsLeftOfTheErrorForTheFirstLayer() {
    DataSet data = ResidualNet.data(32, 1, DataType.DOUBLE);
    double backprop = share(LearningRule.zil(), data);
    assertThat(share(errors(), data)).isBetween(0.1 * backprop, 10.0 * backprop);
    assertThat(share(reaching(16), data)).isLessThan(1e-4 * backprop);
    assertThat(share(LearningRule.il(), data)).isLessThan(1e-30);
  }

  /** The size of the first layer's gradient, relative to that of the output layer. */
  private static double share(LearningRule rule, DataSet data) {
    ComputationGraph attached =
        PredictiveCoding.attach(ResidualNet.network(16, DataType.DOUBLE), rule);
    var gradient = PredictiveCoding.gradient(attached, data);
    return gradient.getGradientFor("x0_W").norm2Number().doubleValue()
        / gradient.getGradientFor("out_W").norm2Number().doubleValue();
  }
}
