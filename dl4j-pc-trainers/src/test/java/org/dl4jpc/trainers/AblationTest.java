// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Each condition of Z-IL is needed (Salvatori et al. 2021, Table 3): with all of them the gradient
 * is backpropagation's, without any one of them it is not.
 */
class AblationTest {
  private static final double EXACT = 1e-12;

  /** Everything learns at t = T, after the wave, in place of each layer at its own t. */
  private static LearningRule allAtTheEnd(OrdinaryNet net) {
    INDArray features = net.features(DataType.DOUBLE);
    int timeSteps = features.rank() == 3 ? (int) features.size(2) : 1;
    int steps = net.depth() - 1 + timeSteps - 1;
    return LearningRule.of(
        InferenceSchedule.simultaneous(steps, StepSizes.of(1.0)),
        OutputMode.clamped(),
        WeightRule.lms(),
        UpdateTiming.AFTER_INFERENCE);
  }

  /** Z-IL and its ablations, by name. */
  private static Map<String, LearningRule> rules(OrdinaryNet net) {
    Map<String, LearningRule> rules = new LinkedHashMap<>();
    rules.put("Z-IL", LearningRule.zil());
    rules.put("all layers at t = T", allAtTheEnd(net));
    rules.put(
        "initial errors not 0",
        LearningRule.zil().withInitialState(InitialState.displaced(0.1, 5)));
    rules.put("step size .5", LearningRule.zil().withStepSize(0.5));
    return rules;
  }

  private static Gradient gradient(MultiLayerNetwork network, DataSet data, LearningRule rule) {
    Nd4j.getRandom().setSeed(11);
    return PredictiveCoding.gradient(PredictiveCoding.attach(network, rule), data);
  }

  private static Gradient backprop(MultiLayerNetwork network, DataSet data) {
    Nd4j.getRandom().setSeed(11);
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    Gradient gradient = network.gradient();
    gradient.gradientForVariable().replaceAll((name, view) -> view.dup());
    return gradient;
  }

  private static Map<String, Double> distances(OrdinaryNet net) {
    MultiLayerNetwork network = net.network(DataType.DOUBLE);
    DataSet data = net.data(DataType.DOUBLE);
    backprop(network, data);
    INDArray expected = network.getFlattenedGradients().dup();
    Map<String, Double> distances = new LinkedHashMap<>();
    rules(net)
        .forEach(
            (name, rule) ->
                distances.put(
                    name, Twins.distance(gradient(network, data, rule).gradient(), expected)));
    return distances;
  }

  @ParameterizedTest
  @EnumSource(OrdinaryNet.class)
  void onlyZilIsBackprop(OrdinaryNet net) {
    Map<String, Double> distances = distances(net);
    System.out.println("Distance to backpropagation, " + net + ": " + distances);
    assertThat(distances.remove("Z-IL")).isLessThan(EXACT);
    assertThat(distances.values()).allSatisfy(distance -> assertThat(distance).isGreaterThan(0.01));
  }

  @Test
  void firstLayerStaysExactWhenAllLearnAtTheEnd() {
    OrdinaryNet net = OrdinaryNet.MLP;
    MultiLayerNetwork network = net.network(DataType.DOUBLE);
    DataSet data = net.data(DataType.DOUBLE);
    Gradient expected = backprop(network, data);
    Gradient actual = gradient(network, data, allAtTheEnd(net));
    assertThat(distance(actual, expected, "0_W", 1.0)).isLessThan(EXACT);
    assertThat(distance(actual, expected, "1_W", 1.0)).isGreaterThan(0.01);
    assertThat(distance(actual, expected, "2_W", 1.0)).isGreaterThan(0.01);
  }

  /** γ^{L−l} backprop. */
  @ParameterizedTest
  @EnumSource(
      value = OrdinaryNet.class,
      names = {"MLP", "CNN"})
  void halfStepScalesEachLayer(OrdinaryNet net) {
    int depth = net.depth();
    assertFactors(net, LearningRule.zil().withStepSize(0.5), block -> Math.pow(0.5, depth - block));
  }

  /** λ ∏_{k=l}^{L−1} (γ π_k) backprop. */
  @ParameterizedTest
  @EnumSource(
      value = OrdinaryNet.class,
      names = {"MLP", "CNN"})
  void precisionsLambdaAndStepScaleEachLayer(OrdinaryNet net) {
    double[] precision =
        net == OrdinaryNet.MLP ? new double[] {0.4, 1.7} : new double[] {0.4, 1.7, 2};
    double lambda = 1.5;
    double step = 0.7;
    LearningRule rule =
        LearningRule.zil()
            .withStepSize(step)
            .withPrecision(precision)
            .withOutput(OutputMode.weighted(lambda));
    assertFactors(
        net,
        rule,
        block -> Arrays.stream(precision).skip(block - 1).reduce(lambda, (f, pi) -> f * step * pi));
  }

  /** A nudged output's weight gradients are divided by λ: a wave is backprop for every λ. */
  @ParameterizedTest
  @EnumSource(OrdinaryNet.class)
  void lambdaDropsOutOfANudgedWave(OrdinaryNet net) {
    assertFactors(net, LearningRule.zil().withOutput(OutputMode.nudged(0.03)), block -> 1.0);
  }

  private static void assertFactors(
      OrdinaryNet net, LearningRule rule, IntToDoubleFunction factor) {
    MultiLayerNetwork network = net.network(DataType.DOUBLE);
    DataSet data = net.data(DataType.DOUBLE);
    Gradient expected = backprop(network, data);
    Gradient actual = gradient(network, data, rule);
    for (String name : network.paramTable().keySet()) {
      if (!OrdinaryNet.isStatistic(name)) {
        double scale = factor.applyAsDouble(net.block(name));
        assertThat(distance(actual, expected, name, scale)).as(name).isLessThan(EXACT);
      }
    }
  }

  /**
   * On a recurrent net each time step is a node, so its term of the sum over time steps has its own
   * factor: one γπ for every node on the way from the output.
   */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void everyNodeOnTheWayScalesTheError(TinyNet net, NodePlacement placement) {
    double lambda = 1.3;
    double step = 0.5;
    double[] precision = {0.8, 1.6};
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    LearningRule rule =
        LearningRule.zil()
            .withNodePlacement(placement)
            .withStepSize(step)
            .withPrecision(precision)
            .withOutput(OutputMode.weighted(lambda));
    Gradient actual = PredictiveCoding.gradient(PredictiveCoding.attach(network, rule), data);
    List<INDArray> x =
        States.values(PredictiveCoding.infer(PredictiveCoding.attach(network, rule), data));
    PlainEnergy plain = new PlainEnergy(network, placement, data, lambda, precision);
    List<INDArray> feedForward = plain.forward().feedForward(x);
    List<INDArray> errors = plain.wave(feedForward, step);
    network
        .paramTable()
        .forEach(
            (name, view) -> {
              if (!OrdinaryNet.isStatistic(name)) {
                INDArray expected =
                    FiniteDifferences.gradient(() -> -plain.pairing(feedForward, errors), view);
                double distance = Twins.distance(actual.getGradientFor(name), expected);
                assertThat(distance).as(name).isLessThan(1e-7);
              }
            });
  }

  private static double distance(Gradient actual, Gradient expected, String name, double factor) {
    return Twins.distance(actual.getGradientFor(name), expected.getGradientFor(name).mul(factor));
  }
}
