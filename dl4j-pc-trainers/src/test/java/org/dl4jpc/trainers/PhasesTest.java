// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Several inference phases are one iteration to everybody else. */
class PhasesTest {

  /** Counts what DL4J tells of. */
  private static final class Counter extends BaseTrainingListener {
    private final List<String> calls = new ArrayList<>();

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      calls.add("forward");
    }

    @Override
    public void onBackwardPass(Model model) {
      calls.add("backward");
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      calls.add("iteration " + iteration);
    }
  }

  @ParameterizedTest
  @EnumSource(SmallNet.class)
  void listenersHearOfOneForwardPass(SmallNet net) {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(
            net.network(), LearningRule.il().withOutput(OutputMode.centered(0.1)));
    Counter counter = new Counter();
    attached.addListeners(counter);
    attached.fit(net.batch());
    assertThat(counter.calls).containsExactly("forward", "backward", "iteration 0");
  }

  /** Later noise is what it would be after one phase. */
  @ParameterizedTest
  @EnumSource(OrdinaryNet.class)
  void noiseIsDrawnOnce(OrdinaryNet net) {
    RandomState afterOne = stateAfter(net, OutputMode.nudged(0.1));
    RandomState afterTwo = stateAfter(net, OutputMode.centered(0.1));
    assertThat(afterTwo).isEqualTo(afterOne);
  }

  private static RandomState stateAfter(OrdinaryNet net, OutputMode output) {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(net.network(DataType.DOUBLE), LearningRule.il().withOutput(output));
    DataSet data = net.data(DataType.DOUBLE);
    Twins.seeded(() -> attached.fit(data));
    return RandomState.now();
  }
}
