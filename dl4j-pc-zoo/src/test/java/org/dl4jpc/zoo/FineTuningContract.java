// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.dl4jpc.trainers.LearningRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What holds for the fine-tuning of every pretrained network on new classes.
 *
 * @param <N> class of network
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FineTuningContract<N extends NeuralNetwork & Model> {

  /** {@return a pretrained network with a new output and its lower part frozen} */
  abstract N edited(IUpdater updater, DataType type);

  abstract PcFineTuning<N> tuning(N network, LearningRule rule);

  /** {@return parameters of all frozen layers, copied} */
  abstract List<INDArray> frozenParameters(N network);

  /** {@return parameters of those layers that are frozen, copied} */
  static List<INDArray> frozenParameters(Layer[] layers) {
    return Arrays.stream(layers)
        .filter(layer -> layer instanceof FrozenLayer && layer.numParams() > 0)
        .map(layer -> layer.params().dup())
        .toList();
  }

  abstract SyntheticImages images(DataType type);

  abstract int batch();

  /** {@return minibatches of training} */
  abstract int minibatches();

  abstract int epochs();

  /** {@return of Adam, for rules that do not bring an updater} */
  abstract double learningRate();

  /** {@return rules, with a step size that suits the network} */
  abstract Stream<LearningRule> rules();

  private DataSetIterator training(DataType type) {
    return images(type).iterator(minibatches(), batch(), 1);
  }

  private double accuracy(N network) {
    Evaluation evaluation = new Evaluation(images(DataType.FLOAT).classes());
    network.doEvaluation(images(DataType.FLOAT).iterator(12, batch(), 2), evaluation);
    return evaluation.accuracy();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void learnsNewClassesAndLeavesTheFrozenPartAlone(LearningRule rule) {
    Nd4j.getRandom().setSeed(1); // new weights, and dropout in training, are drawn from it
    N network = edited(new Adam(learningRate()), DataType.FLOAT);
    List<INDArray> frozen = frozenParameters(network);
    double before = accuracy(network);
    Nd4j.getRandom().setSeed(1);
    tuning(network, rule).fit(training(DataType.FLOAT), epochs());
    double after = accuracy(network);
    assertThat(after).isGreaterThan(before + 0.2);
    assertSameBits(frozenParameters(network), frozen);
  }

  @Test
  void oneZilStepIsDl4jsFit() {
    DataType type = DataType.DOUBLE;
    N reference = edited(new Sgd(0.01), type);
    N network = edited(new Sgd(0.01), type);
    network.params().assign(reference.params());
    assertThat(network.params().dataType()).isEqualTo(type);
    INDArray start = network.params().dup();
    Nd4j.getRandom().setSeed(5);
    reference.fit(images(type).minibatches(1, batch(), 1).get(0));
    Nd4j.getRandom().setSeed(5);
    tuning(network, LearningRule.zil()).fit(images(type).iterator(1, batch(), 1), 1);
    INDArray step = reference.params().sub(start);
    double distance =
        network.params().sub(start).distance2(step) / step.norm2Number().doubleValue();
    assertThat(step.norm2Number().doubleValue()).isPositive();
    assertThat(distance).isLessThan(1e-5);
    assertThat(network.score()).isCloseTo(reference.score(), within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void trainingOnCachedFeaturesIsTrainingToTheBit(LearningRule rule) {
    N uncached = edited(new Adam(1e-3), DataType.FLOAT);
    N cached = edited(new Adam(1e-3), DataType.FLOAT);
    cached.params().assign(uncached.params());
    PcFineTuning<N> withoutCache = tuning(uncached, rule);
    PcFineTuning<N> withCache = tuning(cached, rule);
    DataSetIterator data = images(DataType.FLOAT).iterator(2, batch(), 3);
    Nd4j.getRandom().setSeed(5);
    for (int epoch = 0; epoch < 4; epoch++) {
      withoutCache.attached().fit(data);
    }
    Nd4j.getRandom().setSeed(5);
    withCache.fit(withCache.featurize(data), 2);
    for (int epoch = 0; epoch < 2; epoch++) { // the two take turns
      withCache.attached().fit(data);
    }
    assertThat(bits(cached.params())).isEqualTo(bits(uncached.params()));
    assertThat(bits(withCache.attached().updaterState()))
        .isEqualTo(bits(withoutCache.attached().updaterState()));
    assertThat(cached.score()).isEqualTo(uncached.score());
  }

  private static double[] bits(INDArray array) {
    return array == null ? new double[0] : array.dup().data().asDouble();
  }

  private static void assertSameBits(List<INDArray> actual, List<INDArray> expected) {
    assertThat(actual).isNotEmpty().hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Arrays.equals(bits(actual.get(i)), bits(expected.get(i)))).as("" + i).isTrue();
    }
  }
}
