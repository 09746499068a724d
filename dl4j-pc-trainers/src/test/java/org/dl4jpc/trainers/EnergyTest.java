// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The engine's energy, inference steps and weight gradients against the energy written out over
 * DL4J's forward passes and its finite differences, at random states out of equilibrium.
 */
class EnergyTest {
  private static final double STEP = 0.05;
  private static final double LAMBDA = 1.7;
  private static final double[] PRECISION = {0.6, 1.4};

  private static LearningRule rule(NodePlacement placement, int steps, boolean sequential) {
    InferenceSchedule schedule =
        sequential
            ? InferenceSchedule.sequential(steps, StepSizes.of(STEP))
            : InferenceSchedule.simultaneous(steps, StepSizes.of(STEP));
    return LearningRule.of(
            schedule, OutputMode.weighted(LAMBDA), WeightRule.lms(), UpdateTiming.AFTER_INFERENCE)
        .withNodePlacement(placement)
        .withPrecision(PRECISION)
        .withInitialState(InitialState.displaced(0.4, 21));
  }

  private static InferenceResult infer(MultiLayerNetwork network, DataSet data, LearningRule rule) {
    return PredictiveCoding.infer(PredictiveCoding.attach(network, rule), data);
  }

  private static PlainEnergy energy(
      MultiLayerNetwork network, NodePlacement placement, DataSet data) {
    return new PlainEnergy(network, placement, data, LAMBDA, PRECISION);
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void energyOfEachNodeIsThatOfDl4jsForwardPass(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    InferenceResult result = infer(network, data, rule(placement, 2, false));
    PlainEnergy plain = energy(network, placement, data);
    List<INDArray> x = States.values(result);
    double[] expected = plain.nodeEnergies(x);
    for (int i = 0; i < expected.length; i++) {
      double[] trace = result.nodes().get(i).energy();
      assertThat(trace).hasSize(3);
      assertThat(trace[2]).isCloseTo(expected[i], within(1e-12 * expected[i]));
    }
    double loss = LAMBDA * plain.loss(x);
    assertThat(result.outputEnergy()[2]).isCloseTo(loss, within(1e-12 * loss));
    double total = plain.total(x);
    assertThat(result.energy()[2]).isCloseTo(total, within(1e-12 * total));
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void simultaneousStepIsTheGradientOfTheEnergy(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    PlainEnergy plain = energy(network, placement, data);
    List<INDArray> from = States.values(infer(network, data, rule(placement, 1, false)));
    List<INDArray> to = States.values(infer(network, data, rule(placement, 2, false)));
    for (int l = 0; l < from.size(); l++) {
      INDArray gradient = FiniteDifferences.gradient(() -> plain.total(from), from.get(l));
      INDArray moved = to.get(l).sub(from.get(l)).divi(-STEP);
      double distance = Twins.distance(moved, gradient);
      assertThat(distance).isLessThan(1e-6);
    }
  }

  /**
   * Every node's step is the gradient where all later ones have moved and those on its own level of
   * the unrolled network, with which it shares readers, have not.
   */
  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void sequentialStepIsTheGradientOfTheEnergyLevelByLevel(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    PlainEnergy plain = energy(network, placement, data);
    List<INDArray> x = States.values(infer(network, data, rule(placement, 1, true)));
    List<INDArray> to = States.values(infer(network, data, rule(placement, 2, true)));
    int levels = x.size() + timeSteps(x.get(0)) - 1;
    for (int level = levels - 1; level >= 0; level--) {
      List<INDArray> from = level(x, level);
      List<INDArray> next = level(to, level);
      List<INDArray> gradient =
          from.stream()
              .map(node -> FiniteDifferences.gradient(() -> plain.total(x), node))
              .toList();
      for (int i = 0; i < from.size(); i++) {
        INDArray moved = next.get(i).sub(from.get(i)).divi(-STEP);
        double distance = Twins.distance(moved, gradient.get(i));
        assertThat(distance).as("level %d", level).isLessThan(1e-6);
      }
      for (int i = 0; i < from.size(); i++) {
        from.get(i).assign(next.get(i));
      }
    }
  }

  /** Views of the nodes at one distance from the input: layer + time step. */
  private static List<INDArray> level(List<INDArray> x, int level) {
    List<INDArray> nodes = new ArrayList<>();
    for (int l = 0; l < x.size(); l++) {
      int k = level - l;
      if (k >= 0 && k < timeSteps(x.get(l))) {
        INDArray node = x.get(l);
        nodes.add(node.rank() == 3 ? PlainForward.at(node, k) : node);
      }
    }
    return nodes;
  }

  private static int timeSteps(INDArray node) {
    return node.rank() == 3 ? (int) node.size(2) : 1;
  }

  @ParameterizedTest
  @MethodSource("org.dl4jpc.trainers.TinyNet#placed")
  void weightGradientIsTheGradientOfTheEnergy(TinyNet net, NodePlacement placement) {
    MultiLayerNetwork network = net.smooth();
    DataSet data = net.classes();
    LearningRule rule = rule(placement, 1, false);
    PlainEnergy plain = energy(network, placement, data);
    List<INDArray> x = States.values(infer(network, data, rule));
    Gradient gradient = PredictiveCoding.gradient(PredictiveCoding.attach(network, rule), data);
    network
        .paramTable()
        .forEach(
            (name, view) -> {
              if (!OrdinaryNet.isStatistic(name)) {
                INDArray expected = FiniteDifferences.gradient(() -> plain.total(x), view);
                double distance = Twins.distance(gradient.getGradientFor(name), expected);
                assertThat(distance).as(name).isLessThan(1e-6);
              }
            });
  }
}
