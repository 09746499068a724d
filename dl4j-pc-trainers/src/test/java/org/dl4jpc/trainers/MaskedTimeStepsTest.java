// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
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
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What stands at masked time steps, features and labels, changes no gradient by a bit. Not so with
 * {@code Bidirectional} around an LSTM or above another recurrent layer: DL4J hands it no mask, so
 * that the way back starts in the padding, in DL4J's own gradient as in Z-IL's.
 */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
class MaskedTimeStepsTest {
  private static final int[] LENGTHS = {5, 2, 4, 1};
  private static final int TIME = 5;
  private static final int INPUTS = 3;
  private static final int CLASSES = 3;

  /** DL4J takes the last time step of a masked sequence in ND4J's default type. */
  @BeforeAll
  static void computeInDouble() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void computeInFloat() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  /** Hidden layers, with a label for each time step or one for the sequence. */
  enum Net {
    LSTMS(true, lstm(), lstm()),
    GRAVES(true, graves(), graves()),
    SIMPLE(true, simple(Activation.TANH), simple(Activation.TANH)),
    MIXED(true, lstm(), simple(Activation.SIGMOID), graves()),
    LAST_OF_LSTM(false, lstm(), new LastTimeStep(lstm())),
    LAST_OF_SIMPLE(false, simple(Activation.TANH), new LastTimeStep(simple(Activation.TANH))),
    AVERAGE(false, lstm(), simple(Activation.TANH), new GlobalPoolingLayer(PoolingType.AVG)),
    MAXIMUM(false, simple(Activation.TANH), lstm(), new GlobalPoolingLayer(PoolingType.MAX)),
    /** Softmax is not element-wise: served by the general kernel. */
    GENERAL_SIMPLE(true, simple(Activation.SOFTMAX), simple(Activation.SOFTMAX)),
    GENERAL_LSTM(true, general(), general()),
    LAST_OF_GENERAL(false, general(), new LastTimeStep(general())),
    BIDIRECTIONAL(true, new Bidirectional(simple(Activation.TANH)), simple(Activation.TANH)),
    GRAVES_BIDIRECTIONAL(true, new GravesBidirectionalLSTM.Builder().nOut(4).build(), lstm()),
    TIME_DISTRIBUTED(
        true,
        lstm(),
        new TimeDistributed(new DenseLayer.Builder().nOut(4).build()),
        simple(Activation.TANH)),
    CONVOLUTION(
        true,
        new Convolution1DLayer.Builder(2).nOut(4).convolutionMode(ConvolutionMode.Causal).build(),
        lstm());

    private final boolean everyStep;

    @SuppressWarnings("ImmutableEnumChecker") // networks get copies
    private final Layer[] layers;

    Net(boolean everyStep, Layer... layers) {
      this.everyStep = everyStep;
      this.layers = layers;
    }

    private static LSTM lstm() {
      return new LSTM.Builder().nOut(4).build();
    }

    private static LSTM general() {
      return new LSTM.Builder().nOut(4).activation(Activation.SOFTMAX).build();
    }

    private static GravesLSTM graves() {
      return new GravesLSTM.Builder().nOut(4).build();
    }

    private static SimpleRnn simple(Activation activation) {
      return new SimpleRnn.Builder().nOut(4).activation(activation).build();
    }

    MultiLayerNetwork network() {
      NeuralNetConfiguration.ListBuilder list = SmallNet.base().list();
      for (Layer layer : layers) {
        list.layer(layer.clone());
      }
      return SmallNet.initialised(
          list.layer(everyStep ? eachStep() : whole())
              .setInputType(InputType.recurrent(INPUTS, TIME))
              .build());
    }

    private static Layer eachStep() {
      return new RnnOutputLayer.Builder(LossFunction.MCXENT)
          .nOut(CLASSES)
          .activation(Activation.SOFTMAX)
          .build();
    }

    private static Layer whole() {
      return new OutputLayer.Builder(LossFunction.MCXENT)
          .nOut(CLASSES)
          .activation(Activation.SOFTMAX)
          .build();
    }

    /** Sequences of different lengths, with something of a size at the masked time steps. */
    DataSet data(double size) {
      Nd4j.getRandom().setSeed(3);
      INDArray features = Nd4j.randn(DataType.DOUBLE, LENGTHS.length, INPUTS, TIME);
      INDArray labels = everyStep ? eachLabel() : SmallNet.labels(LENGTHS.length);
      INDArray mask = Nd4j.ones(DataType.DOUBLE, LENGTHS.length, TIME);
      for (int b = 0; b < LENGTHS.length; b++) {
        for (int t = LENGTHS[b]; t < TIME; t++) {
          mask.putScalar(b, t, 0.0);
          spoil(features, b, t, size);
          if (everyStep) {
            spoil(labels, b, t, size);
          }
        }
      }
      return new DataSet(features, labels, mask, everyStep ? mask.dup() : null);
    }

    private static INDArray eachLabel() {
      INDArray labels = Nd4j.zeros(DataType.DOUBLE, LENGTHS.length, CLASSES, TIME);
      for (int b = 0; b < LENGTHS.length; b++) {
        for (int t = 0; t < TIME; t++) {
          labels.putScalar(b, (b + t / 2) % CLASSES, t, 1.0);
        }
      }
      return labels;
    }

    private static void spoil(INDArray sequence, int b, int t, double size) {
      for (int i = 0; i < INPUTS; i++) {
        sequence.putScalar(b, i, t, size * (i + 1) * (b - t));
      }
    }
  }

  static Stream<Arguments> everyRuleOnEveryNet() {
    List<Arguments> arguments = new ArrayList<>();
    for (LearningRule rule :
        List.of(
            LearningRule.zil(),
            LearningRule.il().withStepSize(0.1).withInferenceSteps(6),
            LearningRule.seqIl())) {
      Arrays.stream(Net.values()).forEach(net -> arguments.add(Arguments.of(net, rule)));
    }
    return arguments.stream();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("everyRuleOnEveryNet")
  void maskedTimeStepsHaveNoInfluence(Net net, LearningRule rule) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), rule);
    INDArray gradient = PredictiveCoding.gradient(attached, net.data(0.0)).gradient().dup();
    INDArray other = PredictiveCoding.gradient(attached, net.data(1.0)).gradient().dup();
    assertThat(gradient.norm2Number().doubleValue()).isGreaterThan(1e-3);
    assertThat(other.distance2(gradient)).isZero();
  }

  /** What the test above would miss if masks were ignored. */
  @ParameterizedTest
  @EnumSource
  void theSameTimeStepsHaveInfluenceWithoutMasks(Net net) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), LearningRule.zil());
    INDArray[] gradients = new INDArray[2];
    for (int i = 0; i < 2; i++) {
      DataSet data = net.data(i);
      DataSet unmasked = new DataSet(data.getFeatures(), data.getLabels());
      gradients[i] = PredictiveCoding.gradient(attached, unmasked).gradient().dup();
    }
    assertThat(Twins.distance(gradients[1], gradients[0])).isGreaterThan(1e-2);
  }
}
