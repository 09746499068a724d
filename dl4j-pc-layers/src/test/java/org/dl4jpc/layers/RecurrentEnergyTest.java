// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Simultaneous inference on recurrent networks descends the energy F = ℒ + Σ ½ π ε²: node updates
 * and weight gradients against central differences of F, at states far from the feed-forward one.
 */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
class RecurrentEnergyTest extends DoublePrecision {
  private static final double STEP = 1e-5;
  private static final int DIRECTIONS = 6;

  /** One network, one minibatch, and a precision for its first node. */
  private record Case(
      String name, DataSet data, RNNFormat format, boolean units, List<Layer> layers) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, DataSet data, boolean units, Layer... layers) {
    return new Case(name, data, RNNFormat.NCW, units, List.of(layers));
  }

  private static List<Arguments> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean masked : new boolean[] {false, true}) {
      DataSet one = Recurrent.manyToOne(4, 5);
      DataSet many = Recurrent.manyToMany(4, 5);
      if (masked) {
        Recurrent.masked(one);
        Recurrent.masked(many);
        many.setLabelsMaskArray(many.getFeaturesMaskArray());
      }
      String suffix = masked ? ", masked" : "";
      cases.add(
          of(
              "last step" + suffix,
              one,
              masked,
              new LastTimeStep(Recurrent.rnn(Activation.TANH)),
              Recurrent.output(LossFunction.MCXENT)));
      cases.add(
          of(
              "stacked, dense between" + suffix,
              one,
              true,
              Recurrent.rnn(Activation.SIGMOID),
              Recurrent.dense(),
              new LastTimeStep(Recurrent.rnn(Activation.TANH)),
              Recurrent.output(LossFunction.MSE)));
      cases.add(
          of(
              "pooled" + suffix,
              one,
              false,
              Recurrent.rnn(Activation.SOFTPLUS),
              new GlobalPoolingLayer(PoolingType.AVG),
              Recurrent.output(LossFunction.MCXENT)));
      cases.add(
          of(
              "many to many" + suffix,
              many,
              true,
              Recurrent.rnn(Activation.TANH),
              Recurrent.rnn(Activation.IDENTITY),
              Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX)));
      cases.add(
          of(
              "LSTM, last step" + suffix,
              one,
              true,
              lstm(),
              Recurrent.dense(),
              new LastTimeStep(lstm()),
              Recurrent.output(LossFunction.MCXENT)));
      cases.add(
          of(
              "LSTMs, many to many" + suffix,
              many,
              masked,
              new GravesLSTM.Builder().nOut(4).activation(Activation.SOFTSIGN).build(),
              lstm(),
              Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX)));
      DataSet last = Recurrent.channelsLast(many);
      last.setFeaturesMaskArray(many.getFeaturesMaskArray());
      last.setLabelsMaskArray(many.getLabelsMaskArray());
      cases.add(
          new Case(
              "channels last" + suffix,
              last,
              RNNFormat.NWC,
              true,
              List.of(
                  Recurrent.rnn(Activation.TANH),
                  new GravesLSTM.Builder().nOut(4).activation(Activation.TANH).build(),
                  Recurrent.rnnOutput(LossFunction.MSE, Activation.TANH))));
    }
    List<Arguments> arguments = new ArrayList<>();
    for (Case test : cases) {
      for (NodePlacement placement : NodePlacement.values()) {
        arguments.add(Arguments.of(test, placement));
      }
    }
    return arguments;
  }

  private static LSTM lstm() {
    return new LSTM.Builder().nOut(4).activation(Activation.TANH).build();
  }

  /** A compiled network at a state that is not feed-forward. */
  private static final class State {
    private final MultiLayerNetwork network;
    private final BlockGraph graph;
    private final List<INDArray> values = new ArrayList<>();

    State(Case test, NodePlacement placement) {
      network =
          new MultiLayerNetwork(
              Recurrent.network(test.format, Recurrent.INPUTS, test.layers.toArray(Layer[]::new)));
      network.init();
      network.initGradientsView();
      network.setInput(test.data.getFeatures());
      network.setLabels(test.data.getLabels());
      network.setLayerMaskArrays(test.data.getFeaturesMaskArray(), test.data.getLabelsMaskArray());
      graph =
          new NetworkCompiler(network, new NodeSettings(placement))
              .compile(test.data.getFeatures());
      graph.clamp(List.of(test.data.getFeatures()), List.of(test.data.getLabels()));
      graph.feedForward();
      for (HiddenNode node : graph.hiddenNodes()) {
        INDArray value = node.value().array();
        values.add(value.add(Nd4j.randn(Recurrent.TYPE, value.shape()).muli(0.3)));
      }
      if (test.units) {
        graph.hiddenNodes().get(0).setPrecision(Precision.ofUnits(0.5, 1.5, 2.0, 0.8));
      }
      HiddenNode top = graph.hiddenNodes().get(graph.hiddenNodes().size() - 1);
      top.setPrecision(top.precision().times(1.7));
    }

    /** F, everything predicted anew from {@link #values} and the parameters. */
    double energy() {
      restore();
      return current();
    }

    private void restore() {
      for (int i = 0; i < values.size(); i++) {
        graph.hiddenNodes().get(i).value().assign(values.get(i));
      }
      graph.blocks().forEach(Block::markStale);
    }

    private double current() {
      graph.updateErrors(new OutputPull.Weighted(1.0));
      return graph.loss() + graph.internalEnergy();
    }

    /** Largest difference of ⟨g, d⟩ from F's central difference along d, over random d, by ‖g‖. */
    double deviation(INDArray v, INDArray g) {
      double largest = 0.0;
      INDArray present = v.dup();
      for (int i = 0; i < DIRECTIONS; i++) {
        INDArray d = Nd4j.randn(Recurrent.TYPE, v.shape());
        v.assign(present).addi(d.mul(STEP));
        double above = energy();
        v.assign(present).subi(d.mul(STEP));
        double slope = (above - energy()) / (2.0 * STEP);
        largest = Math.max(largest, Math.abs(slope - g.mul(d).sumNumber().doubleValue()));
      }
      v.assign(present);
      return largest / g.norm2Number().doubleValue();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nodesMoveDownTheEnergy(Case test, NodePlacement placement) {
    State state = new State(test, placement);
    state.energy();
    List<INDArray> gradients = new ArrayList<>();
    for (int i = 0; i < state.values.size(); i++) {
      HiddenNode node = state.graph.hiddenNodes().get(i);
      node.relax(1.0, 1.0);
      gradients.add(state.values.get(i).sub(node.value().array()));
    }
    for (int i = 0; i < gradients.size(); i++) {
      assertThat(state.deviation(state.values.get(i), gradients.get(i))).isLessThan(1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weightGradientsAreThoseOfTheEnergy(Case test, NodePlacement placement) {
    State state = new State(test, placement);
    state.energy();
    state.graph.visitBlocks(block -> block.gradient(-1.0));
    INDArray parameters = state.network.params();
    INDArray gradient = state.network.getFlattenedGradients().dup().reshape(parameters.shape());
    assertThat(state.deviation(parameters, gradient)).isLessThan(1e-6);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predictionsFollowTheNodes(Case test, NodePlacement placement) {
    State state = new State(test, placement);
    double before = state.energy();
    state.graph.hiddenNodes().forEach(node -> node.relax(0.05, 0.05));
    double after = state.current();
    assertThat(after).isLessThan(before);
    for (int i = 0; i < state.values.size(); i++) {
      state.values.get(i).assign(state.graph.hiddenNodes().get(i).value().array());
    }
    assertThat(after).isCloseTo(state.energy(), Percentage.withPercentage(1e-10));
  }
}
