// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The sweep in reverse order of time through an LSTM's pairs, away from the feed-forward state,
 * against the simultaneous feedback of one time step after the other.
 */
class LstmSweepTest extends DoublePrecision {
  private static final int BATCH = 4;
  private static final int STEPS = 5;
  private static final int UNITS = 4;
  private static final double FEEDBACK = 0.4;
  private static final double OWN = 0.3;

  @ParameterizedTest
  @CsvSource({
    "LSTM, false, false",
    "LSTM, true, false",
    "LSTM, false, true",
    "LSTM, true, true",
    "GRAVES, false, false",
    "GRAVES, true, true"
  })
  void sweepIsOneStepAfterTheOther(LstmWaveTest.Type type, boolean masked, boolean units) {
    DataSet data = Recurrent.manyToMany(BATCH, STEPS);
    if (masked) {
      Recurrent.masked(data);
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Recurrent.network(
                RNNFormat.NCW,
                Recurrent.INPUTS,
                type.plain(),
                Recurrent.rnnOutput(LossFunction.MSE, Activation.TANH)));
    network.init();
    BlockGraph graph = ReferenceGradients.compile(network, data, NodePlacement.POST_ACTIVATION);
    graph.clamp(List.of(data.getFeatures()), List.of(data.getLabels()));
    graph.feedForward();
    HiddenNode node = graph.hiddenNodes().get(0);
    Precision precision = units ? Precision.ofUnits(0.5, 1.5, 2.0, 0.8) : Precision.of(1.3);
    node.setPrecision(precision);
    node.displace(Nd4j.randn(Recurrent.TYPE, BATCH, UNITS, STEPS, 2).muli(0.3));
    graph.updateErrors(new OutputPull.Weighted(1.0));
    INDArray expected = expected(graph, node, precision.forNode(1));
    node.relaxInOrder(FEEDBACK, OWN);
    assertThat(node.error().array().distance2(expected)).isLessThan(1e-13);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(1e-2);
    INDArray moved = node.producer().prediction().array().add(expected);
    assertThat(node.value().array().distance2(moved)).isLessThan(1e-13);
  }

  /** ε after the sweep: each step's error alone is fed back to the step before. */
  private static INDArray expected(BlockGraph graph, HiddenNode node, Precision precision) {
    Tensor error = node.value().like();
    error.assign(node.error());
    error.scale(precision.damp(error, OWN));
    Tensor readers = node.value().like();
    graph.outputs().get(0).feedback(0, readers, FEEDBACK, 0.0);
    error.addScaled(1.0, readers);
    Tensor single = error.like();
    for (int k = STEPS - 1; k > 0; k--) {
      INDArrayIndex[] step = {
        NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(k, k + 1), NDArrayIndex.all()
      };
      single.scale(0.0);
      single.array().get(step).assign(error.array().get(step));
      node.producer().receive(precision.weigh(single), precision.scalar());
      node.producer().recur(error, FEEDBACK);
    }
    return error.array().dup();
  }
}
