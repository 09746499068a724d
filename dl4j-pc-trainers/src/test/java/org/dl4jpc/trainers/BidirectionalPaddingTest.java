// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J hands an LSTM in a {@code Bidirectional} no mask, so that its way back begins in the padding
 * and reads it: there DL4J's own gradient depends on what stands in the padding, and Z-IL, which is
 * that gradient, with it. Nowhere else does padding count, and a {@code MaskLayer} below the
 * wrapper ends it there too, to the bit and for every rule.
 */
@SuppressWarnings("deprecation") // Graves' LSTMs are, and are still in use
class BidirectionalPaddingTest {
  private static final int INPUTS = 3;
  private static final int CLASSES = 3;
  private static final int TIME = 6;
  private static final int[] LENGTHS = {4, 2, 6};

  /**
   * Layers below an output layer.
   *
   * @param name of the case
   * @param everyStep whether there is a label for each time step
   * @param layers asked once a network
   */
  record Net(String name, boolean everyStep, List<Layer> layers) {

    static Net each(String name, Layer... layers) {
      return new Net(name, true, List.of(layers));
    }

    static Net whole(String name, Layer... layers) {
      return new Net(name, false, List.of(layers));
    }

    /** The same with a mask below the first layer that goes both ways. */
    Net masked() {
      List<Layer> with = new ArrayList<>(layers);
      int first = 0;
      while (!(layers.get(first) instanceof Bidirectional)
          && !(layers.get(first) instanceof LastTimeStep)) {
        first++;
      }
      with.add(first, new MaskLayer());
      return new Net(name, everyStep, with);
    }

    MultiLayerNetwork network() {
      NeuralNetConfiguration.ListBuilder list = SmallNet.base().list();
      layers.forEach(layer -> list.layer(layer.clone()));
      Layer output =
          everyStep
              ? new RnnOutputLayer.Builder().nOut(CLASSES).activation(Activation.SOFTMAX).build()
              : new OutputLayer.Builder().nOut(CLASSES).activation(Activation.SOFTMAX).build();
      return SmallNet.initialised(
          list.layer(output).setInputType(InputType.recurrent(INPUTS, TIME)).build());
    }

    /** Sequences of different lengths, with something of a size at the masked time steps. */
    DataSet data(double size) {
      Nd4j.getRandom().setSeed(3);
      INDArray features = Nd4j.randn(DataType.DOUBLE, LENGTHS.length, INPUTS, TIME);
      INDArray labels = Nd4j.zeros(DataType.DOUBLE, LENGTHS.length, CLASSES, TIME);
      INDArray mask = Nd4j.ones(DataType.DOUBLE, LENGTHS.length, TIME);
      for (int b = 0; b < LENGTHS.length; b++) {
        for (int t = 0; t < TIME; t++) {
          labels.putScalar(b, (b + t / 2) % CLASSES, t, 1.0);
          if (t >= LENGTHS[b]) {
            mask.putScalar(b, t, 0.0);
            for (int i = 0; i < INPUTS; i++) {
              features.putScalar(b, i, t, size * (i + 1) * (b - t));
            }
          }
        }
      }
      return everyStep
          ? new DataSet(features, labels, mask, mask.dup())
          : new DataSet(features, SmallNet.labels(LENGTHS.length), mask, null);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void computeInDouble() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void computeInFloat() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  private static LSTM lstm() {
    return new LSTM.Builder().nOut(4).build();
  }

  private static SimpleRnn simple() {
    return new SimpleRnn.Builder().nOut(4).build();
  }

  private static GravesBidirectionalLSTM graves() {
    return new GravesBidirectionalLSTM.Builder().nOut(4).build();
  }

  static Stream<Net> readingThePadding() {
    return Stream.of(
        Net.each("LSTM", new Bidirectional(lstm())),
        Net.each("GravesLSTM", new Bidirectional(new GravesLSTM.Builder().nOut(4).build())),
        Net.each("above an LSTM", lstm(), new Bidirectional(lstm())),
        Net.each("above a GravesBidirectionalLSTM", graves(), new Bidirectional(lstm())),
        Net.whole("last time step", new LastTimeStep(new Bidirectional(lstm()))),
        Net.whole("average", new Bidirectional(lstm()), new GlobalPoolingLayer(PoolingType.AVG)));
  }

  static Stream<Net> notReadingIt() {
    return Stream.of(
        Net.each("SimpleRnn", new Bidirectional(simple())),
        Net.each("SimpleRnn above an LSTM", lstm(), new Bidirectional(simple())),
        Net.each("SimpleRnn above another", simple(), new Bidirectional(simple())),
        Net.each("LSTM above a SimpleRnn", simple(), new Bidirectional(lstm())),
        Net.each("LSTM above both ways", new Bidirectional(simple()), new Bidirectional(lstm())),
        Net.each("GravesBidirectionalLSTM above an LSTM", lstm(), graves()),
        Net.each("GravesBidirectionalLSTM above another", graves(), graves()),
        Net.whole("last time step", new LastTimeStep(new Bidirectional(simple()))));
  }

  private static INDArray backprop(Net net, DataSet data) {
    MultiLayerNetwork network = net.network();
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.setLayerMaskArrays(data.getFeaturesMaskArray(), data.getLabelsMaskArray());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    return network.gradient().gradient().dup().ravel();
  }

  private static INDArray gradient(Net net, LearningRule rule, DataSet data) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), rule);
    return PredictiveCoding.gradient(attached, data).gradient().dup().ravel();
  }

  @ParameterizedTest
  @MethodSource("readingThePadding")
  void dl4jsOwnGradientReadsThePadding(Net net) {
    INDArray[] expected = {backprop(net, net.data(0.0)), backprop(net, net.data(1.0))};
    assertThat(Twins.distance(expected[1], expected[0])).isGreaterThan(1e-3);
    for (int size = 0; size < 2; size++) {
      INDArray actual = gradient(net, LearningRule.zil(), net.data(size));
      assertThat(Twins.distance(actual, expected[size])).isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("readingThePadding")
  void aMaskLayerBelowEndsIt(Net net) {
    assertPaddingHasNoInfluence(net.masked());
  }

  @ParameterizedTest
  @MethodSource("notReadingIt")
  void elsewherePaddingHasNoInfluence(Net net) {
    assertPaddingHasNoInfluence(net);
  }

  private static void assertPaddingHasNoInfluence(Net net) {
    assertThat(backprop(net, net.data(1.0)).distance2(backprop(net, net.data(0.0)))).isZero();
    for (LearningRule rule :
        Arrays.asList(
            LearningRule.zil(),
            LearningRule.il().withStepSize(0.1).withInferenceSteps(6),
            LearningRule.seqIl())) {
      INDArray gradient = gradient(net, rule, net.data(0.0));
      assertThat(gradient.norm2Number().doubleValue()).isGreaterThan(1e-3);
      assertThat(gradient(net, rule, net.data(1.0)).distance2(gradient)).as("%s", rule).isZero();
    }
  }
}
