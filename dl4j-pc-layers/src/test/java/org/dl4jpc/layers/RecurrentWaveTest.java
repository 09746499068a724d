// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One Z-IL wave through recurrent kernels is DL4J's backpropagation through time. */
class RecurrentWaveTest extends DoublePrecision {

  /** One network and one minibatch. */
  private record Case(String name, MultiLayerConfiguration configuration, DataSet data) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, DataSet data, Layer... layers) {
    return new Case(name, Recurrent.network(RNNFormat.NCW, Recurrent.INPUTS, layers), data);
  }

  private static List<Case> manyToOne() {
    DataSet plain = Recurrent.manyToOne(3, 5);
    DataSet masked = Recurrent.masked(Recurrent.manyToOne(4, 5));
    List<Case> cases = new ArrayList<>();
    for (DataSet data : List.of(plain, masked)) {
      String mask = data.getFeaturesMaskArray() == null ? "" : ", masked";
      for (Activation a :
          List.of(
              Activation.TANH,
              Activation.IDENTITY,
              Activation.SIGMOID,
              Activation.RELU,
              Activation.SOFTPLUS)) {
        cases.add(
            of(
                a + mask,
                data,
                new LastTimeStep(Recurrent.rnn(a)),
                Recurrent.output(LossFunction.MCXENT)));
      }
      cases.add(
          of(
              "stacked" + mask,
              data,
              Recurrent.rnn(Activation.TANH),
              Recurrent.rnn(Activation.SIGMOID),
              new LastTimeStep(Recurrent.rnn(Activation.TANH)),
              Recurrent.dense(),
              Recurrent.output(LossFunction.MSE)));
      for (PoolingType pooling : PoolingType.values()) {
        cases.add(
            of(
                pooling + mask,
                data,
                Recurrent.rnn(Activation.TANH),
                new GlobalPoolingLayer(pooling),
                Recurrent.output(LossFunction.MCXENT)));
      }
      cases.add(
          of(
              "dense between" + mask,
              data,
              Recurrent.rnn(Activation.TANH),
              Recurrent.dense(),
              Recurrent.dense(),
              new LastTimeStep(Recurrent.rnn(Activation.TANH)),
              Recurrent.output(LossFunction.MCXENT)));
      cases.add(
          of(
              "dense below" + mask,
              data,
              Recurrent.dense(),
              new LastTimeStep(Recurrent.rnn(Activation.TANH)),
              Recurrent.output(LossFunction.MCXENT)));
    }
    return cases;
  }

  private static List<Case> wrapped() {
    DataSet data = Recurrent.manyToOne(3, 5);
    return List.of(
        of(
            "bidirectional",
            data,
            new LastTimeStep(
                new Bidirectional(Bidirectional.Mode.CONCAT, Recurrent.rnn(Activation.TANH))),
            Recurrent.output(LossFunction.MCXENT)),
        of(
            "mask zero",
            data,
            new LastTimeStep(new MaskZeroLayer(Recurrent.rnn(Activation.TANH), 7.0)),
            Recurrent.output(LossFunction.MCXENT)),
        of(
            "time distributed",
            data,
            Recurrent.rnn(Activation.TANH),
            new TimeDistributed(Recurrent.dense()),
            new LastTimeStep(Recurrent.rnn(Activation.TANH)),
            Recurrent.output(LossFunction.MCXENT)),
        of(
            "softmax",
            data,
            new LastTimeStep(Recurrent.rnn(Activation.SOFTMAX)),
            Recurrent.output(LossFunction.MCXENT)));
  }

  private static List<Case> manyToMany() {
    DataSet plain = Recurrent.manyToMany(3, 5);
    DataSet features = Recurrent.masked(Recurrent.manyToMany(4, 5));
    DataSet both = Recurrent.masked(Recurrent.manyToMany(4, 5));
    both.setLabelsMaskArray(both.getFeaturesMaskArray().dup());
    DataSet labels = Recurrent.manyToMany(4, 5);
    labels.setLabelsMaskArray(both.getFeaturesMaskArray().dup());
    DataSet outputs = Recurrent.manyToMany(4, 5);
    outputs.setLabelsMaskArray(
        Recurrent.uniform(4, Recurrent.CLASSES, 5).gt(0.3).castTo(Recurrent.TYPE));
    List<Case> cases = new ArrayList<>();
    for (DataSet data : List.of(plain, features, both, labels)) {
      String mask =
          " masks "
              + (data.getFeaturesMaskArray() != null)
              + " "
              + (data.getLabelsMaskArray() != null);
      cases.add(
          of(
              "one" + mask,
              data,
              Recurrent.rnn(Activation.TANH),
              Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX)));
      cases.add(
          of(
              "stacked, dense between" + mask,
              data,
              Recurrent.rnn(Activation.TANH),
              Recurrent.dense(),
              Recurrent.rnn(Activation.SIGMOID),
              Recurrent.rnnOutput(LossFunction.MSE, Activation.TANH)));
    }
    cases.add(
        of(
            "output masks",
            outputs,
            Recurrent.rnn(Activation.TANH),
            Recurrent.rnnOutput(LossFunction.MSE, Activation.SOFTMAX)));
    return cases;
  }

  private static List<Case> edges() {
    List<Case> cases = new ArrayList<>();
    for (int[] size : new int[][] {{1, 5}, {3, 1}, {1, 1}}) {
      cases.add(
          of(
              "many to one " + Arrays.toString(size),
              Recurrent.manyToOne(size[0], size[1]),
              Recurrent.rnn(Activation.TANH),
              Recurrent.dense(),
              new LastTimeStep(Recurrent.rnn(Activation.TANH)),
              Recurrent.output(LossFunction.MCXENT)));
      cases.add(
          of(
              "many to many " + Arrays.toString(size),
              Recurrent.manyToMany(size[0], size[1]),
              Recurrent.rnn(Activation.TANH),
              Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX)));
    }
    cases.add(
        of(
            "one unit",
            Recurrent.manyToOne(3, 4),
            new SimpleRnn.Builder().nOut(1).activation(Activation.TANH).build(),
            new LastTimeStep(new SimpleRnn.Builder().nOut(1).activation(Activation.TANH).build()),
            Recurrent.output(LossFunction.MCXENT)));
    return cases;
  }

  private static List<Case> dropouts() {
    List<Case> cases = new ArrayList<>();
    for (char order : new char[] {'c', 'f'}) {
      DataSet one = Recurrent.manyToOne(3, 5);
      one.setFeatures(one.getFeatures().dup(order));
      DataSet many = Recurrent.manyToMany(3, 5);
      many.setFeatures(many.getFeatures().dup(order));
      cases.add(
          of(
              "many to one " + order,
              one,
              Recurrent.dropping(0.8),
              new LastTimeStep(Recurrent.dropping(0.7)),
              Recurrent.droppingDense(0.6),
              Recurrent.output(LossFunction.MCXENT)));
      cases.add(
          of(
              "many to many " + order,
              many,
              Recurrent.dropping(0.8),
              Recurrent.droppingDense(0.6),
              Recurrent.dropping(0.7),
              Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX, 0.7)));
      cases.add(
          of(
              "one sample " + order,
              Recurrent.manyToMany(1, 5),
              Recurrent.dropping(0.8),
              Recurrent.droppingDense(0.6),
              Recurrent.dropping(0.7),
              Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX, 0.7)));
      cases.add(
          of(
              "one step " + order,
              Recurrent.manyToMany(3, 1),
              Recurrent.dropping(0.8),
              Recurrent.droppingDense(0.6),
              Recurrent.dropping(0.7),
              Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX, 0.7)));
    }
    DataSet masked = Recurrent.masked(Recurrent.manyToOne(4, 5));
    cases.add(
        of(
            "masked",
            masked,
            Recurrent.dropping(0.8),
            new LastTimeStep(Recurrent.dropping(0.7)),
            Recurrent.droppingDense(0.6),
            Recurrent.output(LossFunction.MCXENT)));
    SimpleRnn gaussian = Recurrent.rnn(Activation.TANH);
    gaussian.setIDropout(new GaussianDropout(0.3));
    SimpleRnn spatial = Recurrent.rnn(Activation.TANH);
    spatial.setIDropout(new SpatialDropout(0.6));
    cases.add(
        of(
            "gaussian, spatial",
            Recurrent.manyToOne(4, 5),
            gaussian,
            new LastTimeStep(spatial),
            Recurrent.output(LossFunction.MCXENT)));
    return cases;
  }

  private static List<Case> channelsLast() {
    List<Case> cases = new ArrayList<>();
    for (boolean masked : new boolean[] {false, true}) {
      DataSet one = Recurrent.channelsLast(Recurrent.manyToOne(4, 5));
      DataSet many = Recurrent.channelsLast(Recurrent.manyToMany(4, 5));
      if (masked) {
        Recurrent.masked(one);
        Recurrent.masked(many);
      }
      cases.add(
          new Case(
              "many to one, masked " + masked,
              Recurrent.network(
                  RNNFormat.NWC,
                  Recurrent.INPUTS,
                  Recurrent.rnn(Activation.TANH),
                  Recurrent.dense(),
                  new LastTimeStep(Recurrent.rnn(Activation.TANH)),
                  Recurrent.output(LossFunction.MCXENT)),
              one));
      cases.add(
          new Case(
              "many to many, masked " + masked,
              Recurrent.network(
                  RNNFormat.NWC,
                  Recurrent.INPUTS,
                  Recurrent.rnn(Activation.TANH),
                  Recurrent.rnn(Activation.SIGMOID),
                  Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX, 0.7)),
              many));
    }
    return cases;
  }

  private static void check(Case test, NodePlacement placement) {
    MultiLayerNetwork reference = new MultiLayerNetwork(test.configuration.clone());
    reference.init();
    MultiLayerNetwork network = new MultiLayerNetwork(test.configuration.clone());
    network.init(reference.params().dup(), false);
    INDArray expected = ReferenceGradients.backprop(reference, test.data, 3);
    INDArray actual = ReferenceGradients.wave(network, test.data, 3, placement);
    assertThat(expected.norm2Number().doubleValue()).isGreaterThan(1e-3);
    assertThat(ReferenceGradients.distance(actual, expected))
        .as(ReferenceGradients.distances(reference, actual, expected))
        .isLessThan(1e-12);
  }

  private static void both(Case test) {
    for (NodePlacement placement : NodePlacement.values()) {
      check(test, placement);
    }
  }

  @ParameterizedTest
  @MethodSource("manyToOne")
  void manyToOneIsBackprop(Case test) {
    both(test);
  }

  @ParameterizedTest
  @MethodSource("manyToMany")
  void manyToManyIsBackprop(Case test) {
    both(test);
  }

  @ParameterizedTest
  @MethodSource("wrapped")
  void wrappersAreBackprop(Case test) {
    both(test);
  }

  @ParameterizedTest
  @MethodSource("edges")
  void sizesOfOneAreBackprop(Case test) {
    both(test);
  }

  @ParameterizedTest
  @MethodSource("dropouts")
  void dropoutWithTheSameSeedIsBackprop(Case test) {
    both(test);
  }

  @ParameterizedTest
  @MethodSource("channelsLast")
  void channelsLastIsBackprop(Case test) {
    both(test);
  }
}
