// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A factor of a precision, scalar or one a unit, is that precision multiplied. */
class PrecisionFactorTest extends DoublePrecision {
  private static final int BATCH = 2;
  private static final int STEPS = 3;
  private static final double FACTOR = 2.5;

  static Stream<Arguments> updates() {
    List<Consumer<HiddenNode>> updates =
        List.of(
            node -> node.relax(0.1, 0.2),
            node -> node.relaxInOrder(0.1, 0.2),
            node -> node.relaxHeld(0.1, 0.2),
            node -> {
              node.carryBack();
              node.project(0.1, 0.2);
            });
    List<Precision> precisions = List.of(Precision.of(1.3), Precision.ofUnits(0.5, 1.5, 2.0, 0.8));
    return updates.stream()
        .flatMap(update -> precisions.stream().map(pi -> Arguments.of(update, pi)));
  }

  private static HiddenNode moved(Consumer<HiddenNode> update, Precision pi, double factor) {
    DataSet data = Recurrent.manyToMany(BATCH, STEPS);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Recurrent.network(
                RNNFormat.NCW,
                Recurrent.INPUTS,
                Recurrent.rnn(Activation.TANH),
                Recurrent.rnnOutput(LossFunction.MSE, Activation.TANH)));
    network.init();
    network.initGradientsView();
    network.setInput(data.getFeatures());
    BlockGraph graph =
        new NetworkCompiler(network, new NodeSettings(NodePlacement.POST_ACTIVATION))
            .compile(data.getFeatures());
    graph.clamp(List.of(data.getFeatures()), List.of(data.getLabels()));
    graph.feedForward();
    HiddenNode node = graph.hiddenNodes().get(0);
    node.setPrecision(pi);
    node.scalePrecision(factor);
    Nd4j.getRandom().setSeed(4);
    node.displace(Nd4j.randn(Recurrent.TYPE, node.value().array().shape()).muli(0.3));
    graph.updateErrors(new OutputPull.Weighted(1.0));
    update.accept(node);
    graph.updateErrors(new OutputPull.Weighted(1.0));
    return node;
  }

  @ParameterizedTest
  @MethodSource("updates")
  void factorMultipliesThePrecision(Consumer<HiddenNode> update, Precision pi) {
    HiddenNode scaled = moved(update, pi, FACTOR);
    HiddenNode expected = moved(update, pi.times(FACTOR), 1.0);
    INDArray difference = scaled.error().array().sub(expected.error().array());
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-15);
    assertThat(scaled.energy()).isCloseTo(expected.energy(), within(1e-14));
    INDArray unscaled = moved(update, pi, 1.0).error().array();
    assertThat(unscaled.sub(expected.error().array()).amaxNumber().doubleValue())
        .isGreaterThan(1e-3);
  }
}
