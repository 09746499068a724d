// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** MQ: its arithmetic, one block a layer, its state and its JSON. */
class MatrixUpdateEqualizationTest {
  private static final double RATE = 0.003;

  @TempDir Path directory;

  private static MultiLayerConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(4)
        .dataType(DataType.DOUBLE)
        .activation(Activation.TANH)
        .updater(new MatrixUpdateEqualization(RATE))
        .list()
        .layer(new DenseLayer.Builder().nOut(6).build())
        .layer(
            new OutputLayer.Builder(new LossMCXENT())
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(4))
        .build();
  }

  private static DataSet data() {
    Nd4j.getRandom().setSeed(12);
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 3, 4), Nd4j.eye(3).castTo(DataType.DOUBLE));
  }

  private static int blocks(MultiLayerNetwork network) {
    return ((MultiLayerUpdater) network.getUpdater()).getUpdaterBlocks().size();
  }

  /**
   * α = .5, r = 1e-6, α_min = .001, a gradient of mean size 2 at every update: v = .5, then ρ v +
   * (1 − ρ) 2 with ρ = N / (N + 1), which is (.5 + 2N) / (N + 1); worked out by hand.
   */
  @Test
  void tenUpdatesByHand() {
    MatrixUpdateEqualization config = new MatrixUpdateEqualization(0.5);
    INDArray state = Nd4j.create(DataType.DOUBLE, 4);
    MqUpdater updater = config.instantiate(state, true);
    double[] v = {
      0.5, 1.25, 1.5, 1.625, 1.7, 1.75, 1.785714285714, 1.8125, 1.833333333333, 1.85, 1.863636363636
    };
    for (int n = 1; n <= 10; n++) {
      INDArray gradient = Nd4j.createFromArray(1.0, -3.0, 2.0, -2.0);
      updater.applyUpdater(gradient, 0, 0);
      double step = 0.5 / (v[n - 1] + 1e-6) + 0.001;
      assertThat(gradient.getDouble(1)).as("update %d", n).isCloseTo(-3.0 * step, within(1e-11));
      assertThat(state.getDouble(0)).as("v after %d", n).isCloseTo(v[n], within(1e-11));
      assertThat(state.getDouble(1)).isEqualTo(n);
    }
  }

  /** The memory's length stops growing at ρ_max. */
  @Test
  void memoryIsBounded() {
    MatrixUpdateEqualization config = new MatrixUpdateEqualization(1.0, 0.0, 1e-6, 0.75);
    INDArray state = Nd4j.create(DataType.DOUBLE, 2);
    MqUpdater updater = config.instantiate(state, true);
    for (double expected : new double[] {0.5, 1.0 / 3.0, 0.25, 0.1875}) {
      updater.applyUpdater(Nd4j.zeros(DataType.DOUBLE, 3), 0, 0);
      assertThat(state.getDouble(0)).isCloseTo(expected, within(1e-12));
    }
  }

  /** Ten updates of two layers in a network, each from its own running mean. */
  @Test
  void layersAreEqualisedApart() {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration());
    network.init();
    assertThat(blocks(network)).isEqualTo(2);
    double[] v = {RATE, RATE};
    for (int n = 1; n <= 10; n++) {
      DataSet data = data();
      INDArray before = network.params().dup();
      INDArray gradient = meanGradient(network, data);
      network.fit(data);
      INDArray moved = before.sub(network.params());
      long[][] spans = {{0, 30}, {30, 51}};
      for (int l = 0; l < 2; l++) {
        INDArray g = gradient.get(interval(spans[l]));
        double step = RATE / (v[l] + 1e-6) + 0.001;
        assertThat(Twins.distance(moved.get(interval(spans[l])), g.mul(step)))
            .as("layer %d, update %d", l, n)
            .isLessThan(1e-10);
        double rho = (double) n / (n + 1);
        v[l] = rho * v[l] + (1.0 - rho) * g.ameanNumber().doubleValue();
      }
    }
  }

  private static org.nd4j.linalg.indexing.INDArrayIndex interval(long[] span) {
    return org.nd4j.linalg.indexing.NDArrayIndex.interval(span[0], span[1]);
  }

  private static INDArray meanGradient(MultiLayerNetwork network, DataSet data) {
    return PredictiveCoding.gradient(PredictiveCoding.attach(network, LearningRule.zil()), data)
        .gradient()
        .div(3.0);
  }

  @Test
  void jsonAndYamlKeepOneBlockALayer() {
    MultiLayerConfiguration configuration = configuration();
    for (MultiLayerConfiguration read :
        List.of(
            MultiLayerConfiguration.fromJson(configuration.toJson()),
            MultiLayerConfiguration.fromYaml(configuration.toYaml()))) {
      assertThat(read).isEqualTo(configuration);
      MultiLayerNetwork network = new MultiLayerNetwork(read);
      network.init();
      assertThat(blocks(network)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(SmallNet.class)
  void theRuleGivesEachLayerABlock(SmallNet net) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), LearningRule.seqIlMq(1e-3));
    long layers =
        java.util.Arrays.stream(attached.getLayers()).filter(l -> l.numParams() > 0).count();
    assertThat(blocks(attached)).isGreaterThanOrEqualTo((int) layers);
    attached
        .getLayerWiseConfigurations()
        .getConfs()
        .forEach(
            conf -> {
              if (conf.getLayer() instanceof org.deeplearning4j.nn.conf.layers.ConvolutionLayer c) {
                assertThat(((MatrixUpdateEqualization) c.getIUpdater()).rhoMax()).isEqualTo(0.999);
              } else if (conf.getLayer() instanceof DenseLayer dense) {
                assertThat(((MatrixUpdateEqualization) dense.getIUpdater()).rhoMax())
                    .isEqualTo(0.9999);
              }
            });
  }

  /** Five updates, a file, and five more equal ten, to the bit. */
  @ParameterizedTest
  @EnumSource(SmallNet.class)
  void stateGoesThroughFiles(SmallNet net) throws Exception {
    LearningRule rule = LearningRule.seqIlMq(1e-3);
    MultiLayerNetwork straight = PredictiveCoding.attach(net.network(), rule);
    MultiLayerNetwork first = PredictiveCoding.attach(net.network(), rule);
    Twins.seeded(() -> fit(straight, net, 5));
    Twins.seeded(() -> fit(first, net, 5));
    File file = directory.resolve("model.zip").toFile();
    ModelSerializer.writeModel(first, file, true);
    MultiLayerNetwork second = PredictiveCoding.restore(file);
    assertThat(second.updaterState()).isEqualTo(straight.updaterState());
    Twins.seeded(() -> fit(straight, net, 5));
    Twins.seeded(() -> fit(second, net, 5));
    assertThat(second.params()).isEqualTo(straight.params());
    assertThat(second.updaterState()).isEqualTo(straight.updaterState());
  }

  private static void fit(MultiLayerNetwork network, SmallNet net, int times) {
    for (int i = 0; i < times; i++) {
      network.fit(net.batch());
    }
  }

  @Test
  void clonesOfATemplateDifferAndNumberedOnesDoNot() {
    MatrixUpdateEqualization template = new MatrixUpdateEqualization(RATE);
    MatrixUpdateEqualization one = template.clone();
    MatrixUpdateEqualization other = template.clone();
    assertThat(template.number()).isZero();
    assertThat(one).isNotEqualTo(other).isEqualTo(one.clone());
    assertThat(new MatrixUpdateEqualization(RATE)).isNotEqualTo(template);
  }

  @Test
  void separateBiasUpdaterIsRejected() {
    MultiLayerConfiguration configuration = configuration();
    ((BaseLayer) configuration.getConf(0).getLayer()).setBiasUpdater(new Sgd(0.1));
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    assertThatThrownBy(() -> PredictiveCoding.attach(network, LearningRule.zil()))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContainingAll("illegal bias updater", "layer0", "MatrixUpdateEqualization");
  }

  @Test
  void settingsAreChecked() {
    assertIllegal(() -> new MatrixUpdateEqualization(0.0), "illegal learning rate: 0.0");
    assertIllegal(() -> new MatrixUpdateEqualization(Double.NaN), "illegal learning rate: NaN");
    assertIllegal(
        () -> new MatrixUpdateEqualization(1.0, -1.0, 1e-6, 0.9), "illegal minimal step: -1.0");
    assertIllegal(
        () -> new MatrixUpdateEqualization(1.0, 0.0, 0.0, 0.9), "illegal stabiliser: 0.0");
    assertIllegal(() -> new MatrixUpdateEqualization(1.0, 0.0, 1e-6, 1.0), "illegal rhoMax: 1.0");
    assertIllegal(() -> LearningRule.seqIlMq(-1.0), "illegal learning rate: -1.0");
  }

  private static void assertIllegal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable making, String message) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
