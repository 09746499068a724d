// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Plain DL4J trains a network with {@link PcLayer}s as if they were not there, to the bit. */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
class PcLayerTrainingTest {

  private static Layer asItIs(Layer layer) {
    return layer;
  }

  private static Layer wrap(Layer layer) {
    return PcLayer.of(layer).precision(3.0).withNode().build();
  }

  /** A network, with its layers wrapped or not. */
  record Trial(String name, InputType type, DataSet data, Builder layers) {
    interface Builder {
      Layer[] with(UnaryOperator<Layer> wrap);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Trial> trials() {
    return Stream.of(
        new Trial(
            "dense",
            InputType.feedForward(6),
            Minibatches.classified(3, 4, 6),
            wrap -> each(wrap, Chains.dense(5), Chains.dense(4), Chains.output(3))),
        new Trial(
            "convolution, batch norm, pooling",
            InputType.convolutional(7, 6, 2),
            Minibatches.classified(3, 3, 2, 7, 6),
            wrap ->
                each(
                    wrap,
                    new ConvolutionLayer.Builder(2, 2).nOut(3).build(),
                    new BatchNormalization.Builder().build(),
                    new SubsamplingLayer.Builder().build(),
                    Chains.dense(4),
                    Chains.output(3))),
        new Trial(
            "recurrent",
            Chains.sequenceType(),
            Minibatches.classified(3, 3, 4, 5),
            wrap ->
                each(
                    wrap,
                    new GravesLSTM.Builder().nOut(4).build(),
                    new Bidirectional(Chains.lstm(3)),
                    new LastTimeStep(new SimpleRnn.Builder().nOut(4).build()),
                    Chains.output(3))),
        new Trial(
            "around a frozen layer",
            InputType.feedForward(6),
            Minibatches.classified(3, 4, 6),
            wrap -> each(wrap, new FrozenLayer(Chains.dense(5)), Chains.output(3))),
        new Trial(
            "in a frozen layer",
            InputType.feedForward(6),
            Minibatches.classified(3, 4, 6),
            wrap ->
                new Layer[] {
                  new FrozenLayer(wrap.apply(Chains.dense(5))), wrap.apply(Chains.output(3))
                }),
        new Trial(
            "in another wrapper",
            Chains.sequenceType(),
            Minibatches.classified(3, 3, 4, 5),
            wrap ->
                new Layer[] {
                  new LastTimeStep(wrap.apply(Chains.lstm(4))), wrap.apply(Chains.output(3))
                }));
  }

  private static Layer[] each(UnaryOperator<Layer> wrap, Layer... layers) {
    return Stream.of(layers).map(wrap).toArray(Layer[]::new);
  }

  /** Everything that a network can set for all its layers. */
  private static NeuralNetConfiguration.Builder everySetting() {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .dataType(DataType.DOUBLE)
        .optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
        .updater(new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.05, 0.9)))
        .biasUpdater(new Nesterovs(0.02, 0.8))
        .weightInit(WeightInit.RELU_UNIFORM)
        .biasInit(0.1)
        .activation(Activation.SOFTSIGN)
        .l1(0.01)
        .l2(0.02)
        .l2Bias(0.03)
        .dropOut(0.8)
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(0.4)
        .constrainWeights(new MaxNormConstraint(0.9, 1))
        .constrainBias(new NonNegativeConstraint());
  }

  private static MultiLayerConfiguration configuration(
      NeuralNetConfiguration.Builder settings, Trial trial, UnaryOperator<Layer> wrap) {
    return settings.list(trial.layers().with(wrap)).setInputType(trial.type()).build();
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static INDArray train(MultiLayerNetwork network, DataSet data, int steps) {
    Nd4j.getRandom().setSeed(1);
    for (int i = 0; i < steps; i++) {
      network.fit(data);
    }
    return network.params();
  }

  @ParameterizedTest
  @MethodSource("trials")
  void trainsAsWithoutIt(Trial trial) {
    MultiLayerNetwork plain =
        network(configuration(everySetting(), trial, PcLayerTrainingTest::asItIs));
    MultiLayerNetwork wrapped =
        network(configuration(everySetting(), trial, PcLayerTrainingTest::wrap));
    INDArray start = plain.params().dup();
    assertThat(wrapped.params()).isEqualTo(start);
    INDArray expected = train(plain, trial.data(), 5);
    INDArray actual = train(wrapped, trial.data(), 5);
    assertThat(actual.data().asDouble()).containsExactly(expected.data().asDouble());
    assertThat(expected.distance2(start)).isGreaterThan(0.01);
    assertThat(wrapped.score()).isEqualTo(plain.score());
    assertThat(wrapped.getUpdater().getStateViewArray())
        .isEqualTo(plain.getUpdater().getStateViewArray());
    assertThat(wrapped.output(trial.data().getFeatures()))
        .isEqualTo(plain.output(trial.data().getFeatures()));
  }

  @Test
  void weightNoiseOfTheNetworkReachesTheLayer() {
    Trial trial = trials().toList().get(0);
    List<INDArray> trained =
        Stream.<UnaryOperator<Layer>>of(PcLayerTrainingTest::asItIs, PcLayerTrainingTest::wrap)
            .map(
                wrap ->
                    configuration(everySetting().weightNoise(new DropConnect(0.7)), trial, wrap))
            .map(configuration -> train(network(configuration), trial.data(), 5))
            .toList();
    assertThat(trained.get(1)).isEqualTo(trained.get(0));
  }

  @Test
  void settingsOfTheLayerWin() {
    DenseLayer own = new DenseLayer.Builder().nOut(5).updater(new Sgd(0.5)).dropOut(0.3).build();
    Trial trial =
        new Trial(
            "",
            InputType.feedForward(6),
            Minibatches.classified(3, 4, 6),
            wrap -> each(wrap, own, Chains.output(3)));
    PcLayer layer =
        (PcLayer)
            configuration(everySetting(), trial, PcLayerTrainingTest::wrap).getConf(0).getLayer();
    assertThat(layer.getUpdaterByParam("W")).isEqualTo(new Sgd(0.5));
    assertThat(layer.getUpdaterByParam("b")).isEqualTo(new Nesterovs(0.02, 0.8));
  }

  @Test
  void learningRatesSetLaterStayInTheConfiguration() {
    Trial trial = trials().toList().get(0);
    MultiLayerNetwork network =
        network(
            configuration(everySetting().updater(new Sgd(0.1)), trial, PcLayerTrainingTest::wrap));
    network.setLearningRate(0.7);
    assertThat(network.getLearningRate(0)).isEqualTo(0.7);
    MultiLayerNetwork copy = network.clone();
    assertThat(copy.getLearningRate(0)).isEqualTo(0.7);
    PcLayer layer = (PcLayer) network.getLayerWiseConfigurations().getConf(0).getLayer();
    assertThat(layer.getUpdaterByParam("W")).isEqualTo(new Sgd(0.7));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void goesOnAfterSavingAndRestoring(Trial trial, @TempDir Path directory) throws IOException {
    MultiLayerNetwork network =
        network(configuration(everySetting(), trial, PcLayerTrainingTest::wrap));
    train(network, trial.data(), 2);
    File file = directory.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file, true);
    assertThat(train(restored, trial.data(), 2)).isEqualTo(train(network, trial.data(), 2));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void isDescribedByDl4j(Trial trial) {
    MultiLayerNetwork network =
        network(configuration(everySetting(), trial, PcLayerTrainingTest::wrap));
    assertThat(network.summary()).contains(Long.toString(network.numParams()));
  }
}
