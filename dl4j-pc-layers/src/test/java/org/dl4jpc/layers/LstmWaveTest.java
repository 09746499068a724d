// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One Z-IL wave through LSTM kernels is backpropagation through time. */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
class LstmWaveTest extends DoublePrecision {
  private static final double STEP = 1e-5;

  /** The two layer types. */
  enum Type {
    LSTM {
      @Override
      LSTM.Builder builder() {
        return new LSTM.Builder();
      }
    },
    GRAVES {
      @Override
      GravesLSTM.Builder builder() {
        return new GravesLSTM.Builder();
      }
    };

    abstract AbstractLSTM.Builder<?> builder();

    Layer layer(Activation activation, Activation gates) {
      var b = builder();
      b.gateActivationFunction(gates);
      b.forgetGateBiasInit(0.7);
      b.setNOut(4);
      AbstractLSTM layer = b.build();
      layer.setActivationFn(activation.getActivationFunction());
      layer.setWeightInitFn(WeightInit.XAVIER.getWeightInitFunction());
      return layer;
    }

    AbstractLSTM plain() {
      return (AbstractLSTM) layer(Activation.TANH, Activation.SIGMOID);
    }

    AbstractLSTM dropping(double keep) {
      AbstractLSTM layer = plain();
      layer.setIDropout(new Dropout(keep));
      return layer;
    }
  }

  /** One network and one minibatch. */
  private record Case(String name, MultiLayerConfiguration configuration, DataSet data) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static void add(List<Case> cases, String name, DataSet data, Layer... layers) {
    cases.add(new Case(name, Recurrent.network(RNNFormat.NCW, Recurrent.INPUTS, layers), data));
  }

  private static List<Case> settings() {
    List<Case> cases = new ArrayList<>();
    for (Type type : Type.values()) {
      DataSet data = Recurrent.manyToOne(3, 5);
      for (Activation a : List.of(Activation.TANH, Activation.SOFTSIGN, Activation.IDENTITY)) {
        for (Activation gate : List.of(Activation.SIGMOID, Activation.HARDSIGMOID)) {
          add(
              cases,
              type + " " + a + " " + gate,
              data,
              new LastTimeStep(type.layer(a, gate)),
              Recurrent.output(LossFunction.MCXENT));
        }
      }
      AbstractLSTM gaussian = type.plain();
      gaussian.setIDropout(new GaussianDropout(0.3));
      add(
          cases,
          type + " dropout",
          data,
          type.dropping(0.8),
          new LastTimeStep(gaussian),
          Recurrent.droppingDense(0.6),
          Recurrent.output(LossFunction.MCXENT));
    }
    return cases;
  }

  private static List<Case> shapes() {
    List<Case> cases = new ArrayList<>();
    for (Type type : Type.values()) {
      for (int[] size : new int[][] {{3, 5}, {1, 5}, {3, 1}, {1, 1}}) {
        add(
            cases,
            type + " many to one " + Arrays.toString(size),
            Recurrent.manyToOne(size[0], size[1]),
            type.plain(),
            Recurrent.dense(),
            new LastTimeStep(type.plain()),
            Recurrent.output(LossFunction.MCXENT));
        add(
            cases,
            type + " many to many " + Arrays.toString(size),
            Recurrent.manyToMany(size[0], size[1]),
            Recurrent.rnn(Activation.TANH),
            type.plain(),
            type.plain(),
            Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX));
      }
      add(
          cases,
          type + " pooled",
          Recurrent.manyToOne(3, 5),
          type.plain(),
          new GlobalPoolingLayer(PoolingType.AVG),
          Recurrent.output(LossFunction.MCXENT));
      cases.add(
          new Case(
              type + " channels last",
              Recurrent.network(
                  RNNFormat.NWC,
                  Recurrent.INPUTS,
                  type.plain(),
                  type.plain(),
                  Recurrent.rnnOutput(LossFunction.MSE, Activation.TANH)),
              Recurrent.channelsLast(Recurrent.manyToMany(4, 5))));
    }
    return cases;
  }

  private static List<Case> padded() {
    List<Case> cases = new ArrayList<>();
    for (Type type : Type.values()) {
      DataSet one = Recurrent.padded(Recurrent.manyToOne(4, 5));
      DataSet many = Recurrent.padded(Recurrent.manyToMany(4, 5));
      many.setLabelsMaskArray(many.getFeaturesMaskArray().dup());
      DataSet labels = Recurrent.manyToMany(4, 5);
      labels.setLabelsMaskArray(Recurrent.masked(labels.copy()).getFeaturesMaskArray());
      add(
          cases,
          type + " last step",
          one,
          type.plain(),
          new LastTimeStep(type.plain()),
          Recurrent.output(LossFunction.MCXENT));
      for (PoolingType pooling : PoolingType.values()) {
        add(
            cases,
            type + " " + pooling,
            one,
            type.plain(),
            new GlobalPoolingLayer(pooling),
            Recurrent.output(LossFunction.MCXENT));
      }
      add(
          cases,
          type + " many to many",
          many,
          type.plain(),
          Recurrent.dense(),
          type.plain(),
          Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX));
      add(
          cases,
          type + " masked labels",
          labels,
          type.plain(),
          Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX));
    }
    return cases;
  }

  private static void check(Case test) {
    MultiLayerNetwork reference = new MultiLayerNetwork(test.configuration.clone());
    reference.init();
    MultiLayerNetwork network = new MultiLayerNetwork(test.configuration.clone());
    network.init(reference.params().dup(), false);
    INDArray expected = ReferenceGradients.backprop(reference, test.data, 3);
    INDArray actual = ReferenceGradients.wave(network, test.data, 3, NodePlacement.POST_ACTIVATION);
    assertThat(expected.norm2Number().doubleValue()).isGreaterThan(1e-3);
    assertThat(ReferenceGradients.distance(actual, expected))
        .as(ReferenceGradients.distances(reference, actual, expected))
        .isLessThan(1e-12);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everySettingIsBackprop(Case test) {
    check(test);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeIsBackprop(Case test) {
    check(test);
  }

  @ParameterizedTest
  @MethodSource("padded")
  void masksOfPaddingAreBackprop(Case test) {
    check(test);
  }

  /**
   * DL4J's LSTM leaves the mask that LastTimeStep gives it out of its backward pass, GravesLSTM in
   * part, which tells where a masked time step comes before one with data. The wave is the gradient
   * of DL4J's score there too.
   */
  @ParameterizedTest
  @EnumSource
  void gapsInMasksAreTheGradientOfTheScore(Type type) {
    DataSet data = Recurrent.masked(Recurrent.manyToOne(4, 5));
    MultiLayerConfiguration configuration =
        Recurrent.network(
            RNNFormat.NCW,
            Recurrent.INPUTS,
            new LastTimeStep(type.plain()),
            Recurrent.output(LossFunction.MCXENT));
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    INDArray gradient =
        ReferenceGradients.wave(network, data, 3, NodePlacement.POST_ACTIVATION)
            .divi(data.numExamples());
    INDArray parameters = network.params();
    INDArray present = parameters.dup();
    double dl4j = 0.0;
    INDArray own = ReferenceGradients.backprop(network, data, 3).divi(data.numExamples());
    for (int i = 0; i < 6; i++) {
      INDArray d = Nd4j.randn(Recurrent.TYPE, parameters.shape());
      parameters.assign(present).addi(d.mul(STEP));
      double above = network.score(data, true);
      parameters.assign(present).subi(d.mul(STEP));
      double slope = (above - network.score(data, true)) / (2.0 * STEP);
      parameters.assign(present);
      INDArray flat = d.reshape(d.length());
      double norm = gradient.norm2Number().doubleValue();
      assertThat(Math.abs(slope - gradient.mul(flat).sumNumber().doubleValue()) / norm)
          .isLessThan(1e-8);
      dl4j = Math.max(dl4j, Math.abs(slope - own.mul(flat).sumNumber().doubleValue()) / norm);
    }
    assertThat(dl4j).isGreaterThan(1e-4);
  }
}
