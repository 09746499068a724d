// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** All of DL4J's ways to fit, and all its ways to look at a network, on an attached one. */
class FitAndEvaluateAsInDl4jTest {
  private static final int[] CLASSES = {1, 0, 2, 1, 0};

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  enum Fit {
    DATA_SET(network -> network.fit(SmallNet.MLP.batch())),
    ARRAYS(network -> network.fit(features(), SmallNet.labels(SmallNet.SAMPLES))),
    ARRAYS_WITH_MASKS(
        network -> {
          INDArray mask = Nd4j.createFromArray(1.0, 1.0, 0.0, 1.0, 0.0).reshape(5, 1);
          network.fit(features(), SmallNet.labels(SmallNet.SAMPLES), null, mask);
        }),
    CLASS_NUMBERS(network -> network.fit(features(), CLASSES)),
    FLOAT_DATA(
        network ->
            network.fit(
                features().castTo(DataType.FLOAT),
                SmallNet.labels(SmallNet.SAMPLES).castTo(DataType.FLOAT))),
    INTEGER_LABELS(
        network ->
            network.fit(features(), SmallNet.labels(SmallNet.SAMPLES).castTo(DataType.INT32))),
    FORTRAN_ORDER(
        network -> network.fit(features().dup('f'), SmallNet.labels(SmallNet.SAMPLES).dup('f'))),
    VIEWS(
        network -> {
          INDArray twice = Nd4j.vstack(features(), features());
          INDArray labels = SmallNet.labels(2 * SmallNet.SAMPLES);
          int[] odd = {1, 3, 5};
          network.fit(twice.getRows(odd), labels.getRows(odd));
          network.fit(
              twice.get(NDArrayIndex.interval(2, 6), NDArrayIndex.all()),
              labels.get(NDArrayIndex.interval(2, 6), NDArrayIndex.all()));
        }),
    MULTI_DATA_SET(network -> network.fit(SmallNet.MLP.batch().toMultiDataSet())),
    ITERATOR(network -> network.fit(new ExistingDataSetIterator(SmallNet.MLP.batches(3)))),
    PREFETCHED_ITERATOR(network -> network.fit(SmallNet.MLP.iterator(3))),
    ITERATOR_FOR_EPOCHS(network -> network.fit(SmallNet.MLP.iterator(3), 3)),
    EXHAUSTED_ITERATOR(
        network -> {
          DataSetIterator iterator = SmallNet.MLP.iterator(2);
          iterator.forEachRemaining(batch -> {});
          network.fit(iterator);
        }),
    MULTI_ITERATOR(
        network -> network.fit(new MultiDataSetIteratorAdapter(SmallNet.MLP.iterator(3)), 2)),
    BATCHES_OF_MANY_SIZES(
        network -> {
          for (int samples : new int[] {5, 1, 3, 5, 2, 4, 6, 1, 5}) {
            Nd4j.getRandom().setSeed(samples);
            network.fit(SmallNet.MLP.features(samples), SmallNet.labels(samples));
          }
        });

    private final Consumer<MultiLayerNetwork> training;

    Fit(Consumer<MultiLayerNetwork> training) {
      this.training = training;
    }

    private static INDArray features() {
      return SmallNet.MLP.batch().getFeatures();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFitIsDl4js(Fit fit) {
    Twins twins = new Twins(SmallNet.MLP::network);
    twins.train(fit.training);
    twins.train(fit.training);
    assertThat(twins.network().getIterationCount()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void everyFitRunsByIl(Fit fit) {
    MultiLayerNetwork network = SmallNet.MLP.network();
    double before = network.score(SmallNet.MLP.batch());
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    for (int i = 0; i < 3; i++) {
      fit.training.accept(attached);
    }
    assertThat(network.score(SmallNet.MLP.batch())).isLessThan(before);
  }

  @Test
  void trainerOffersTheSame() {
    Twins twins = new Twins(SmallNet.CNN::network);
    DataSet batch = SmallNet.CNN.batch();
    twins.train(
        network -> {
          network.fit(SmallNet.CNN.iterator(2), 2);
          network.fit(new MultiDataSetIteratorAdapter(SmallNet.CNN.iterator(2)), 1);
          network.fit(batch);
          network.fit(batch.toMultiDataSet());
          network.fit(batch.getFeatures(), batch.getLabels());
        });
    MultiLayerNetwork network = SmallNet.CNN.network();
    PcTrainer trainer = PcTrainer.of(network, LearningRule.zil());
    trainer
        .fit(SmallNet.CNN.iterator(2), 2)
        .fit(new MultiDataSetIteratorAdapter(SmallNet.CNN.iterator(2)), 1)
        .fit(batch)
        .fit(batch.toMultiDataSet())
        .fit(batch.getFeatures(), batch.getLabels());
    assertThat(network.params()).isEqualTo(twins.network().params());
    assertThat(PredictiveCoding.ruleOf(trainer.network())).isEqualTo(LearningRule.zil());
  }

  @Test
  void theLearningRateMayBeSet() {
    Twins twins = new Twins(SmallNet.MLP::network);
    twins.train(network -> network.fit(SmallNet.MLP.iterator(2)));
    twins.train(
        network -> {
          network.setLearningRate(0.1);
          network.fit(SmallNet.MLP.iterator(2));
          network.setLearningRate(0, 0.02);
          network.fit(SmallNet.MLP.iterator(2));
        });
    assertThat(twins.attached().getLearningRate(0)).isEqualTo(0.02);
  }

  @ParameterizedTest
  @EnumSource
  void evaluatesAsDl4jDoes(SmallNet net) {
    Twins twins = new Twins(net::network);
    for (int i = 0; i < 3; i++) {
      twins.train(network -> network.fit(net.iterator(3)));
      assertSameEvaluation(net, twins.attached(), twins.reference());
      assertSameEvaluation(net, twins.network(), twins.reference());
    }
  }

  private static void assertSameEvaluation(
      SmallNet net, MultiLayerNetwork network, MultiLayerNetwork reference) {
    DataSet data = net.batch();
    INDArray features = data.getFeatures();
    assertThat(Twins.distance(network.output(features), reference.output(features)))
        .isLessThan(1e-10);
    assertThat(Twins.distance(network.output(features, true), reference.output(features, true)))
        .isLessThan(1e-10);
    assertThat(network.predict(features)).isEqualTo(reference.predict(features));
    assertThat(network.score(data)).isCloseTo(reference.score(data), within(1e-10));
    assertThat(network.score(data, true)).isCloseTo(reference.score(data, true), within(1e-10));
    Evaluation evaluation = network.evaluate(net.iterator(3));
    assertThat(evaluation.accuracy()).isEqualTo(reference.evaluate(net.iterator(3)).accuracy());
    RegressionEvaluation regression = network.evaluateRegression(net.iterator(3));
    assertThat(regression.averageMeanSquaredError())
        .isCloseTo(
            reference
                .<RegressionEvaluation>evaluateRegression(net.iterator(3))
                .averageMeanSquaredError(),
            within(1e-10));
  }

  @Test
  void evaluatesInTheMiddleOfTraining() {
    Twins twins = new Twins(SmallNet.CNN::network);
    List<DataSet> batches = SmallNet.CNN.batches(4);
    twins.train(
        network -> {
          for (DataSet batch : batches) {
            network.fit(batch);
            network.output(batch.getFeatures());
            network.feedForward(batch.getFeatures(), true);
            network.evaluate(new ExistingDataSetIterator(batches));
          }
        });
  }
}
