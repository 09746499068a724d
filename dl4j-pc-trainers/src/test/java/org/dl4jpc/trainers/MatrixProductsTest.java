// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.CountedGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** The cost of the schedules in products of matrix size: 2L + 2T(L − 1). */
class MatrixProductsTest {

  private static int products(int layers, InferenceSchedule schedule, InitialState start) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.DOUBLE)
            .activation(Activation.IDENTITY)
            .list();
    for (int l = 1; l < layers; l++) {
      list.layer(new DenseLayer.Builder().nIn(3).nOut(3).build());
    }
    list.layer(
        new OutputLayer.Builder(new LossMCXENT())
            .nIn(3)
            .nOut(3)
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    network.initGradientsView();
    INDArray features = Nd4j.rand(DataType.DOUBLE, 3, 3);
    CountedGraph counted = new CountedGraph(network, features);
    counted.graph().clamp(List.of(features), List.of(Nd4j.eye(3).castTo(DataType.DOUBLE)));
    LearningRule rule =
        LearningRule.of(
                schedule,
                OutputMode.clamped(),
                WeightRule.lms(),
                schedule.visitsEachBlockOnce()
                    ? UpdateTiming.OWN_STEP
                    : UpdateTiming.AFTER_INFERENCE)
            .withInitialState(start);
    Pass pass = new Pass(rule.output().phases().get(0), true, () -> {}, (graph, t) -> {});
    new InferenceLoop(rule).run(counted.graph(), pass);
    return counted.products();
  }

  /**
   * From a start with errors in all layers nothing can be saved but the first layer's prediction.
   */
  @ParameterizedTest
  @CsvSource({"2, 2", "2, 7", "4, 2", "4, 7", "6, 3"})
  void fromAnyStart(int layers, int steps) {
    int expected = 2 * layers + 2 * steps * (layers - 1);
    InitialState start = InitialState.displaced(0.1, 1);
    StepSizes size = StepSizes.of(0.1);
    int sequential = products(layers, InferenceSchedule.sequential(steps, size), start);
    int simultaneous = products(layers, InferenceSchedule.simultaneous(steps, size), start);
    // the displacement makes the first step predict all layers above the first once more
    assertThat(sequential).isEqualTo(expected + layers - 1);
    assertThat(simultaneous).isEqualTo(expected + layers - 1);
  }

  /**
   * At the feed-forward start the first step has predictions, and simultaneous steps few errors.
   */
  @ParameterizedTest
  @CsvSource({"2, 2", "2, 7", "4, 2", "4, 7", "6, 3"})
  void fromTheFeedForwardPass(int layers, int steps) {
    int expected = 2 * layers + 2 * steps * (layers - 1);
    InitialState start = InitialState.feedForward();
    StepSizes size = StepSizes.of(0.1);
    assertThat(products(layers, InferenceSchedule.sequential(steps, size), start))
        .isEqualTo(expected);
    assertThat(products(layers, InferenceSchedule.simultaneous(steps, size), start))
        .isLessThanOrEqualTo(expected);
  }

  /** Z-IL needs one prediction and one gradient a layer, and one feedback but for the first. */
  @ParameterizedTest
  @CsvSource({"2", "4", "6"})
  void zil(int layers) {
    assertThat(products(layers, InferenceSchedule.wave(1.0), InitialState.feedForward()))
        .isEqualTo(3 * layers - 1);
  }
}
