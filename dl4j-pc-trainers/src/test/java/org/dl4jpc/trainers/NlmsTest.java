// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.PresynapticNorm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * Normalised least mean squares in minibatches: each layer's gradient over the batch mean of its
 * presynaptic activity's square, plus s.
 */
class NlmsTest {
  private static final double[] STABILISERS = {0.0, 0.25, 20.0};

  private static LearningRule rule(WeightRule weights) {
    return LearningRule.of(
        InferenceSchedule.simultaneous(3, StepSizes.of(0.1)),
        OutputMode.clamped(),
        weights,
        UpdateTiming.AFTER_INFERENCE);
  }

  private static Gradient gradient(TinyNet net, WeightRule weights) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.linear(new LossL2()), rule(weights));
    return PredictiveCoding.gradient(attached, net.targets());
  }

  private static InferenceResult inference(TinyNet net) {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(net.linear(new LossL2()), rule(WeightRule.lms()));
    return PredictiveCoding.infer(attached, net.targets());
  }

  private static double meanSquare(INDArray u) {
    double norm = u.norm2Number().doubleValue();
    return norm * norm / TinyNet.SAMPLES;
  }

  /** The factor by which every parameter of a layer is divided. */
  private static void assertDivisor(
      TinyNet net, int layer, PresynapticNorm form, ToDoubleFunction<DataSet> norm) {
    Gradient lms = gradient(net, WeightRule.lms());
    double expected = norm.applyAsDouble(net.targets());
    for (double stabiliser : STABILISERS) {
      Gradient nlms = gradient(net, WeightRule.nlms(stabiliser, form));
      lms.gradientForVariable()
          .forEach(
              (name, plain) -> {
                if (name.startsWith(layer + "_")) {
                  INDArray divided = plain.div(expected + stabiliser);
                  assertThat(Twins.distance(nlms.getGradientFor(name), divided))
                      .as(name)
                      .isLessThan(1e-13);
                }
              });
    }
  }

  @ParameterizedTest
  @EnumSource(PresynapticNorm.class)
  void denseLayersSeeTheNodeBelow(PresynapticNorm form) {
    InferenceResult inference = inference(TinyNet.MLP);
    assertDivisor(TinyNet.MLP, 0, form, data -> meanSquare(data.getFeatures()) + 1.0);
    for (int layer : new int[] {1, 2}) {
      INDArray below = inference.nodes().get(layer - 1).value();
      assertDivisor(TinyNet.MLP, layer, form, data -> meanSquare(below) + 1.0);
    }
  }

  /** Squares summed over channels, averaged over batch and positions of the input. */
  @Test
  void convolutionsSeeTheMeanPosition() {
    assertDivisor(
        TinyNet.CNN,
        0,
        PresynapticNorm.MEAN_POSITION,
        data -> meanSquare(data.getFeatures()) / (4 * 4) + 1.0);
  }

  /** ‖im2col‖² + positions, of 2 × 2 windows on 4 × 4 pixels. */
  @Test
  void convolutionsSeeAllPositions() {
    assertDivisor(
        TinyNet.CNN,
        0,
        PresynapticNorm.ALL_POSITIONS,
        data -> {
          double sum = 0.0;
          for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
              INDArray window =
                  data.getFeatures()
                      .get(
                          NDArrayIndex.all(),
                          NDArrayIndex.all(),
                          NDArrayIndex.interval(i, i + 2),
                          NDArrayIndex.interval(j, j + 2));
              sum += meanSquare(window.dup());
            }
          }
          return sum + 9.0;
        });
  }

  /** Input and recurrent activity together are what a time step reads. */
  @ParameterizedTest
  @CsvSource({"MEAN_POSITION", "ALL_POSITIONS"})
  void recurrencesSeeInputAndState(PresynapticNorm form) {
    INDArray states = inference(TinyNet.RNN).nodes().get(0).value();
    INDArray before =
        states.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 2)).dup();
    boolean mean = form == PresynapticNorm.MEAN_POSITION;
    assertDivisor(
        TinyNet.RNN,
        0,
        form,
        data -> {
          double sum = meanSquare(data.getFeatures()) + meanSquare(before);
          return mean ? sum / 3.0 + 1.0 : sum + 3.0;
        });
  }

  /** The whole minibatch has one divisor, so that the mean gradient is over the mean norm. */
  @Test
  void stepsOfAMinibatchAreMeansOverMeans() {
    MultiLayerNetwork network = TinyNet.MLP.linear(new LossL2());
    INDArray before = network.getParam("0_W").dup();
    DataSet data = TinyNet.MLP.targets();
    PcTrainer.of(network, rule(WeightRule.nlms(0.0)).withUpdater(new Sgd(1.0))).fit(data);
    INDArray errors = inference(TinyNet.MLP).nodes().get(0).error();
    INDArray mean = data.getFeatures().transpose().mmul(errors).divi(TinyNet.SAMPLES);
    INDArray expected = mean.divi(meanSquare(data.getFeatures()) + 1.0);
    assertThat(network.getParam("0_W").sub(before).distance2(expected))
        .isCloseTo(0.0, within(1e-14));
  }
}
