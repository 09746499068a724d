// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Frozen, wrapped and noisy recurrent layers carry their state too: Z-IL's gradient of each segment
 * is that of the segment's score from the state before it, by finite differences of DL4J's own
 * forward pass.
 */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
class SegmentedLayersTest {
  private static final int BATCH = 3;
  private static final int INPUTS = 3;
  private static final int SEGMENT = 4;
  private static final int TIME = 10;

  /** So small a learning rate that parameters stay, and gradients can be read from the updates. */
  private static final double TINY = 1e-12;

  /**
   * The layers below the output layer.
   *
   * @param name of the case
   * @param layers asked once a network
   */
  record Net(String name, Supplier<List<org.deeplearning4j.nn.conf.layers.Layer>> layers) {

    private static NeuralNetConfiguration.Builder base() {
      return new NeuralNetConfiguration.Builder()
          .seed(42)
          .dataType(DataType.DOUBLE)
          .activation(Activation.TANH)
          .updater(new Sgd(TINY));
    }

    MultiLayerNetwork chain() {
      var list = base().list();
      layers.get().forEach(list::layer);
      return SmallNet.initialised(
          list.layer(output())
              .setInputType(InputType.recurrent(INPUTS))
              .backpropType(BackpropType.TruncatedBPTT)
              .tBPTTForwardLength(SEGMENT)
              .tBPTTBackwardLength(2)
              .build());
    }

    ComputationGraph graph() {
      var graph = base().graphBuilder().addInputs("in");
      String below = "in";
      int index = 0;
      for (var layer : layers.get()) {
        String name = Integer.toString(index++);
        graph.addLayer(name, layer, below);
        below = name;
      }
      ComputationGraph network =
          new ComputationGraph(
              graph
                  .addLayer("out", output(), below)
                  .setOutputs("out")
                  .setInputTypes(InputType.recurrent(INPUTS))
                  .backpropType(BackpropType.TruncatedBPTT)
                  .tBPTTForwardLength(SEGMENT)
                  .tBPTTBackwardLength(2)
                  .build());
      network.init();
      return network;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static RnnOutputLayer output() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static LSTM.Builder lstm() {
    return new LSTM.Builder().nOut(4);
  }

  /** Frozen layers hear nothing of the network's activation. */
  private static LSTM explicit(int inputs) {
    return lstm().nIn(inputs).activation(Activation.TANH).build();
  }

  private static SimpleRnn.Builder simple() {
    return new SimpleRnn.Builder().nOut(4);
  }

  private static WeightNoise noise() {
    return new WeightNoise(new NormalDistribution(0.0, 0.1), true);
  }

  static Stream<Net> nets() {
    return Stream.of(
        new Net("frozen LSTM", () -> List.of(new FrozenLayer(explicit(3)), lstm().build())),
        new Net(
            "LSTM below a frozen one",
            () -> List.of(lstm().build(), new FrozenLayer(explicit(4)), simple().build())),
        new Net(
            "frozen GravesLSTM and SimpleRnn",
            () ->
                List.of(
                    new FrozenLayer(
                        new GravesLSTM.Builder()
                            .nIn(3)
                            .nOut(4)
                            .activation(Activation.TANH)
                            .build()),
                    new FrozenLayer(simple().nIn(4).activation(Activation.TANH).build()),
                    lstm().build())),
        new Net(
            "errors pass a frozen LSTM and SimpleRnn",
            () ->
                List.of(
                    simple().build(),
                    new FrozenLayerWithBackprop(lstm().build()),
                    new FrozenLayerWithBackprop(simple().build()))),
        new Net(
            "masked zeros",
            () -> List.of(new MaskZeroLayer(lstm().build(), 0.0), simple().build())),
        new Net(
            "masked zeros of a SimpleRnn",
            () -> List.of(new MaskZeroLayer(simple().build(), 0.0), lstm().build())),
        new Net(
            "weight noise",
            () ->
                List.of(
                    lstm().weightNoise(noise()).build(),
                    simple().weightNoise(noise()).build(),
                    new GravesLSTM.Builder().nOut(4).weightNoise(noise()).build())));
  }

  /** Three segments, the last of them shorter; some inputs are zero in all units. */
  private static DataSet data() {
    Nd4j.getRandom().setSeed(7);
    INDArray features = Nd4j.randn(DataType.DOUBLE, BATCH, INPUTS, TIME);
    for (int[] at : new int[][] {{0, 1}, {1, 7}, {2, 8}, {0, 3}}) {
      features
          .get(NDArrayIndex.point(at[0]), NDArrayIndex.all(), NDArrayIndex.point(at[1]))
          .assign(0.0);
    }
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, BATCH, 2, TIME);
    for (int b = 0; b < BATCH; b++) {
      for (int t = 0; t < TIME; t++) {
        labels.putScalar(b, (b + t / 2) % 2, t, 1.0);
      }
    }
    return new DataSet(features, labels);
  }

  @ParameterizedTest
  @MethodSource("nets")
  void gradientIsThatOfTheSegmentsScore(Net net) {
    MultiLayerNetwork network = net.chain();
    DataSet data = data();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    Nd4j.getRandom().setSeed(5);
    attached.fit(data);
    INDArray gradient = attached.getFlattenedGradients().div(TINY);
    MultiLayerNetwork plain = net.chain();
    INDArray whole = network.params().dup();
    double step = 1e-5;
    for (int i = 0; i < 5; i++) {
      Nd4j.getRandom().setSeed(100 + i);
      INDArray d = Nd4j.randn(DataType.DOUBLE, whole.shape());
      freeze(plain, d);
      double above = lastScore(plain, whole, whole.add(d.mul(step)), data);
      double below = lastScore(plain, whole, whole.sub(d.mul(step)), data);
      double slope = (above - below) / (2.0 * step);
      double expected = gradient.reshape(d.shape()).mul(d).sumNumber().doubleValue();
      assertThat(Math.abs(slope - expected))
          .isLessThan(1e-7 * gradient.norm2Number().doubleValue());
    }
    assertThat(network.getIterationCount()).isEqualTo(3);
    for (Layer layer : attached.getLayers()) {
      if (inner(layer) instanceof RecurrentLayer recurrent) {
        assertThat(recurrent.rnnGetTBPTTState()).as("state left").isEmpty();
      }
    }
  }

  /** Takes what does not learn out of a direction. */
  private static void freeze(MultiLayerNetwork plain, INDArray direction) {
    long from = 0;
    long learns = 0;
    for (int i = 0; i < plain.getnLayers(); i++) {
      Layer layer = plain.getLayer(i);
      long length = inner(layer).numParams();
      if (layer instanceof org.deeplearning4j.nn.layers.FrozenLayer) {
        learns = from + length;
      }
      if (layer instanceof org.deeplearning4j.nn.layers.FrozenLayerWithBackprop) {
        zero(direction, from, from + length);
      }
      from += length;
    }
    zero(direction, 0, learns);
  }

  private static void zero(INDArray direction, long from, long to) {
    if (to > from) {
      direction.reshape(direction.length()).get(NDArrayIndex.interval(from, to)).assign(0.0);
    }
  }

  /** The loss of the last segment with other parameters, after the others with these. */
  private static double lastScore(
      MultiLayerNetwork network, INDArray first, INDArray last, DataSet data) {
    Nd4j.getRandom().setSeed(5);
    for (Layer layer : network.getLayers()) {
      if (inner(layer) instanceof RecurrentLayer recurrent) {
        recurrent.rnnClearPreviousState();
      }
    }
    network.params().assign(first);
    forward(network, data.getFeatures(), 0, SEGMENT);
    forward(network, data.getFeatures(), SEGMENT, 2 * SEGMENT);
    network.params().assign(last);
    INDArray output = forward(network, data.getFeatures(), 2 * SEGMENT, TIME);
    INDArray labels = part(data.getLabels(), 2 * SEGMENT, TIME);
    return -Transforms.log(output).mul(labels).sumNumber().doubleValue() / BATCH;
  }

  /** DL4J's forward pass in segments leaves wrappers out: their masks are set here. */
  private static INDArray forward(MultiLayerNetwork network, INDArray features, int from, int to) {
    INDArray segment = part(features, from, to);
    INDArray mask = segment.neq(0.0).castTo(DataType.DOUBLE).sum(1).gt(0.0);
    for (Layer layer : network.getLayers()) {
      layer.clearNoiseWeightParams();
      if (layer instanceof org.deeplearning4j.nn.layers.recurrent.MaskZeroLayer) {
        inner(layer).setMaskArray(mask.castTo(DataType.DOUBLE));
      }
    }
    List<INDArray> activations = network.rnnActivateUsingStoredState(segment, true, true);
    for (Layer layer : network.getLayers()) {
      if (inner(layer) instanceof RecurrentLayer recurrent) {
        recurrent.rnnSetPreviousState(recurrent.rnnGetTBPTTState());
      }
    }
    return activations.get(activations.size() - 1);
  }

  private static Layer inner(Layer layer) {
    return layer instanceof BaseWrapperLayer wrapper ? inner(wrapper.getUnderlying()) : layer;
  }

  private static INDArray part(INDArray sequence, int from, int to) {
    return sequence
        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        .dup();
  }

  /** DL4J trains no graph in which a layer is read by frozen ones only. */
  static Stream<Net> graphs() {
    return nets().filter(net -> !net.name().equals("LSTM below a frozen one"));
  }

  /** Chains and graphs learn the same, by every kind of rule. */
  @ParameterizedTest
  @MethodSource("graphs")
  void graphsLearnAsChainsDo(Net net) {
    for (LearningRule rule :
        List.of(
            LearningRule.zil().withUpdater(new Sgd(0.1)),
            LearningRule.il().withUpdater(new Sgd(0.1)),
            LearningRule.incremental().withUpdater(new Sgd(0.01)))) {
      MultiLayerNetwork chain = net.chain();
      ComputationGraph graph = net.graph();
      graph.setParams(chain.params().dup());
      INDArray before = chain.params().dup();
      DataSet data = data();
      List<Runnable> fits = new ArrayList<>();
      fits.add(() -> PredictiveCoding.attach(chain, rule).fit(data));
      fits.add(() -> PredictiveCoding.attach(graph, rule).fit(data));
      fits.forEach(
          fit -> {
            Nd4j.getRandom().setSeed(5);
            fit.run();
          });
      assertThat(Twins.distance(graph.params(), chain.params())).isLessThan(1e-12);
      assertThat(chain.params().distance2(before)).isGreaterThan(1e-3);
      assertThat(graph.getIterationCount()).isEqualTo(3);
    }
  }
}
