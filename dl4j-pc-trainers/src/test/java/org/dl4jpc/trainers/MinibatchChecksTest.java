// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Data that do not fit are refused before anything runs, and nothing has changed. */
class MinibatchChecksTest {

  /** Every way to show the network the data fails so, and leaves no trace. */
  private static void assertRefused(MultiLayerNetwork network, DataSet data, String... message) {
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    network.getUpdater();
    Snapshot before = Snapshot.of(network);
    Snapshot beforeAttached = Snapshot.of(attached);
    long random = Nd4j.getRandom().rootState();
    for (Runnable show :
        List.<Runnable>of(
            () -> attached.fit(data),
            () -> PredictiveCoding.infer(attached, data),
            () -> PredictiveCoding.gradient(attached, data),
            () -> attached.fit(new PrefetchedBatches(List.of(data))))) {
      assertThatThrownBy(show::run)
          .isInstanceOf(DL4JInvalidInputException.class)
          .hasMessageContainingAll(message);
      before.assertUnchanged(network);
      beforeAttached.assertUnchanged(attached);
    }
    assertThat(Nd4j.getRandom().rootState()).as("no noise was drawn").isEqualTo(random);
  }

  private static DataSet withLabels(SmallNet net, long... shape) {
    return new DataSet(net.batch().getFeatures(), Nd4j.zeros(DataType.DOUBLE, shape));
  }

  static Stream<Arguments> labelShapes() {
    return Stream.of(SmallNet.values())
        .flatMap(
            net ->
                Stream.of(
                        new long[] {5, 4},
                        new long[] {5, 1},
                        new long[] {5},
                        new long[] {5, 3, 1},
                        new long[] {5, 3, 4, 2})
                    .map(shape -> Arguments.of(net, shape)));
  }

  @ParameterizedTest
  @MethodSource("labelShapes")
  void labelsMustHaveTheOutputsShape(SmallNet net, long[] shape) {
    assertRefused(
        net.network(),
        withLabels(net, shape),
        "illegal labels: of shape " + Arrays.toString(shape),
        "must be of rank 2, dimension 1 of 3",
        "for the output layer 'classes' (OutputLayer)");
  }

  @ParameterizedTest
  @EnumSource
  void thereMustBeALabelForEachSample(SmallNet net) {
    assertRefused(
        net.network(),
        withLabels(net, 4, 3),
        "illegal labels: of shape [4, 3], must be of 5 samples, as the features are",
        "for the output layer 'classes' (OutputLayer)");
  }

  private static MultiLayerNetwork sequences() {
    return SmallNet.initialised(
        SmallNet.base()
            .list()
            .layer(new SimpleRnn.Builder().nOut(4).build())
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.recurrent(3, 4))
            .build());
  }

  @Test
  void labelsOfSequencesMustBeSequences() {
    assertRefused(
        sequences(),
        withLabels(SmallNet.RNN, 5, 3),
        "illegal labels: of shape [5, 3], must be of rank 3, dimension 1 of 3",
        "'layer1' (RnnOutputLayer)");
    assertRefused(
        sequences(),
        withLabels(SmallNet.RNN, 5, 2, 4),
        "illegal labels: of shape [5, 2, 4], must be of rank 3, dimension 1 of 3");
  }

  private static MultiLayerNetwork sparse() {
    return SmallNet.initialised(
        SmallNet.base()
            .list()
            .layer(new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build())
            .layer(
                new OutputLayer.Builder(LossFunction.SPARSE_MCXENT)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.feedForward(6))
            .build());
  }

  @Test
  void sparseLabelsAreAColumn() {
    INDArray classes = Nd4j.createFromArray(0.0, 2.0, 1.0, 0.0, 2.0).reshape(5, 1);
    new Twins(MinibatchChecksTest::sparse)
        .train(network -> network.fit(SmallNet.MLP.batch().getFeatures(), classes));
    assertRefused(
        sparse(),
        withLabels(SmallNet.MLP, 5, 3),
        "illegal labels: of shape [5, 3], must be of rank 2, dimension 1 of 1");
  }

  @Test
  void otherOutputLayersSayWhatTheyNeed() {
    MultiLayerNetwork rows =
        SmallNet.initialised(
            SmallNet.base()
                .list()
                .layer(new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build())
                .layer(new LossLayer.Builder(LossFunction.MSE).build())
                .setInputType(InputType.feedForward(6))
                .build());
    assertLeavesParameters(rows, withLabels(SmallNet.MLP, 5, 3));
    MultiLayerNetwork images =
        SmallNet.initialised(
            SmallNet.base()
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).build())
                .layer(new CnnLossLayer.Builder(LossFunction.MSE).build())
                .setInputType(InputType.convolutional(5, 4, 2))
                .build());
    assertLeavesParameters(images, withLabels(SmallNet.CNN, 5, 3, 2, 2));
  }

  private static void assertLeavesParameters(MultiLayerNetwork network, DataSet data) {
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    Snapshot before = Snapshot.of(network);
    assertThatThrownBy(() -> attached.fit(data)).isInstanceOf(RuntimeException.class);
    before.assertUnchanged(network);
  }

  static Stream<Arguments> featureShapes() {
    return Stream.of(
        Arguments.of(SmallNet.MLP, new long[] {5, 7}),
        Arguments.of(SmallNet.MLP, new long[] {5, 5}),
        Arguments.of(SmallNet.MLP, new long[] {5, 1}),
        Arguments.of(SmallNet.MLP, new long[] {5, 6, 2}),
        Arguments.of(SmallNet.CNN, new long[] {5, 3, 5, 4}),
        Arguments.of(SmallNet.CNN, new long[] {5, 1, 5, 4}),
        Arguments.of(SmallNet.CNN, new long[] {5, 40}),
        Arguments.of(SmallNet.RNN, new long[] {5, 2, 4}),
        Arguments.of(SmallNet.RNN, new long[] {5, 4, 4}),
        Arguments.of(SmallNet.RNN, new long[] {5, 3}));
  }

  @ParameterizedTest
  @MethodSource("featureShapes")
  void featuresMustFitTheFirstLayer(SmallNet net, long[] shape) {
    DataSet data =
        new DataSet(Nd4j.ones(DataType.DOUBLE, shape), SmallNet.labels(SmallNet.SAMPLES));
    assertRefused(
        net.network(),
        data,
        "illegal features: of shape " + Arrays.toString(shape),
        "must fit the layer 'layer0'");
  }

  @Test
  void anImageOfAnotherSizeDoesNotFitTheDenseLayer() {
    DataSet data =
        new DataSet(Nd4j.ones(DataType.DOUBLE, 5, 2, 6, 4), SmallNet.labels(SmallNet.SAMPLES));
    assertRefused(
        SmallNet.CNN.network(),
        data,
        "illegal features: of shape [5, 2, 6, 4], must fit the layer 'layer3'",
        "numChannels=3, inputHeight=3, inputWidth=2");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void dataMustBeFinite(double bad) {
    String counted =
        Double.isNaN(bad)
            ? "1 elements are NaN and 0 are infinite"
            : "0 elements are NaN and 1 are infinite";
    for (SmallNet net : SmallNet.values()) {
      DataSet features = net.batch();
      features.getFeatures().reshape(-1).putScalar(17, bad);
      assertRefused(
          net.network(),
          features,
          "illegal features: " + counted,
          Arrays.toString(features.getFeatures().shape()),
          "must be finite");
      DataSet labels = net.batch();
      labels.getLabels().putScalar(4, 2, bad);
      assertRefused(
          net.network(),
          labels,
          "illegal labels: " + counted + ", of shape [5, 3], must be finite");
    }
  }

  @Test
  void dataMustBeFiniteInAnyTypeAndOrder() {
    INDArray features = SmallNet.MLP.batch().getFeatures();
    features.putScalar(3, 3, Double.NaN);
    for (INDArray bad :
        List.of(
            features.dup('f'),
            features.castTo(DataType.FLOAT),
            features.castTo(DataType.FLOAT16),
            Nd4j.hstack(features, features).get(NDArrayIndex.all(), NDArrayIndex.interval(2, 8)))) {
      DataSet data = new DataSet(bad, SmallNet.labels(SmallNet.SAMPLES));
      assertRefused(SmallNet.MLP.network(), data, "illegal features: 1 elements are NaN");
    }
  }

  @Test
  void hugeButFiniteDataPass() {
    DataSet data = SmallNet.MLP.batch();
    data.getFeatures().muli(1e307);
    MultiLayerNetwork attached =
        PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.zil());
    PredictiveCoding.infer(attached, data);
  }

  @Test
  void theBadMinibatchOfAnEpochIsNamedAndTheOthersCount() {
    List<DataSet> batches = SmallNet.MLP.batches(4);
    batches.get(2).getFeatures().putScalar(0, 0, Double.NaN);
    MultiLayerNetwork network = SmallNet.MLP.network();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    assertThatThrownBy(() -> attached.fit(new PrefetchedBatches(batches)))
        .isInstanceOf(DL4JException.class)
        .hasMessageContaining("illegal features: 1 elements are NaN");
    MultiLayerNetwork reference = SmallNet.MLP.network();
    reference.fit(batches.get(0));
    reference.fit(batches.get(1));
    assertThat(network.getIterationCount()).isEqualTo(2);
    assertThat(network.getEpochCount()).isZero();
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-12);
  }

  @Test
  void dataMustNotBeNull() {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.zil());
    PcTrainer trainer = PcTrainer.of(SmallNet.MLP.network(), LearningRule.zil());
    INDArray features = SmallNet.MLP.batch().getFeatures();
    INDArray labels = SmallNet.labels(SmallNet.SAMPLES);
    assertIllegal(() -> PredictiveCoding.infer(attached, (DataSet) null), "data");
    assertIllegal(() -> PredictiveCoding.gradient(attached, (DataSet) null), "data");
    assertIllegal(() -> trainer.fit((DataSet) null), "batch");
    assertIllegal(() -> trainer.fit((MultiDataSet) null), "batch");
    assertIllegal(() -> trainer.fit(null, labels), "features");
    assertIllegal(() -> trainer.fit(features, null), "labels");
    DataSet unlabelled = new DataSet(features, null);
    for (Runnable show :
        List.<Runnable>of(
            () -> attached.fit(unlabelled),
            () -> PredictiveCoding.infer(attached, unlabelled),
            () -> PredictiveCoding.gradient(attached, unlabelled))) {
      assertThatThrownBy(show::run)
          .isInstanceOf(DL4JInvalidInputException.class)
          .hasMessage("illegal labels: null, must be an array");
    }
  }

  private static void assertIllegal(Runnable call, String name) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal " + name + ": null, must be an object");
  }
}
