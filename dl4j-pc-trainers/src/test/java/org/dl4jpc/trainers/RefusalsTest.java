// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jpc.layers.PcLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * All that {@code attach} refuses, in both of DL4J's network classes, with the layer's name and the
 * reason; nothing changes.
 */
@SuppressWarnings("deprecation") // GravesBidirectionalLSTM is, and is still in use
class RefusalsTest {
  private static final InputType ROWS = InputType.feedForward(6);
  private static final InputType SEQUENCES = InputType.recurrent(3, 4);

  /**
   * A network and a rule that do not go together.
   *
   * @param name of the case
   * @param settings of the network
   * @param input of the network
   * @param layers named l0, l1, …
   * @param segments whether sequences are fitted in segments
   * @param rule to attach
   * @param messages parts of what attach says
   */
  record Refusal(
      String name,
      Supplier<NeuralNetConfiguration.Builder> settings,
      InputType input,
      Supplier<List<Layer>> layers,
      boolean segments,
      LearningRule rule,
      List<String> messages) {

    static Refusal of(
        String name,
        InputType input,
        LearningRule rule,
        Supplier<List<Layer>> layers,
        String... messages) {
      return new Refusal(name, SmallNet::base, input, layers, false, rule, List.of(messages));
    }

    Refusal with(Supplier<NeuralNetConfiguration.Builder> other) {
      return new Refusal(name, other, input, layers, segments, rule, messages);
    }

    Refusal inSegments() {
      return new Refusal(name, settings, input, layers, true, rule, messages);
    }

    private List<Layer> named() {
      List<Layer> named = layers.get();
      for (int i = 0; i < named.size(); i++) {
        named.get(i).setLayerName("l" + i);
      }
      return named;
    }

    MultiLayerNetwork chain() {
      var list = settings.get().list();
      named().forEach(list::layer);
      MultiLayerConfiguration configuration = list.setInputType(input).build();
      if (segments) { // DL4J's builder has checks of its own, which can be turned off
        configuration.setBackpropType(BackpropType.TruncatedBPTT);
      }
      return SmallNet.initialised(configuration);
    }

    ComputationGraph graph() {
      var graph = settings.get().graphBuilder().addInputs("in");
      String below = "in";
      for (Layer layer : named()) {
        graph.addLayer(layer.getLayerName(), layer, below);
        below = layer.getLayerName();
      }
      ComputationGraphConfiguration configuration =
          graph.setOutputs(below).setInputTypes(input).build();
      if (segments) {
        configuration.setBackpropType(BackpropType.TruncatedBPTT);
      }
      ComputationGraph network = new ComputationGraph(configuration);
      network.init();
      return network;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Refusal> refusals() {
    return Stream.of(rules(), precisions(), limits(), configurations(), segments())
        .flatMap(List::stream);
  }

  private static List<Refusal> rules() {
    return List.of(
        Refusal.of(
            "free input of an embedding",
            InputType.feedForward(4),
            LearningRule.il().withInput(InputMode.FREE),
            () -> List.of(new EmbeddingLayer.Builder().nIn(4).nOut(3).build(), classes()),
            "illegal input of the rule: FREE, must be CLAMPED for layer 'l0', whose input are"
                + " indices: no error passes through it to move them by"),
        Refusal.of(
            "normalised weight rule",
            ROWS,
            LearningRule.ilProx(1.0),
            () -> List.of(dense(), new PReLULayer.Builder().inputShape(4).build(), classes()),
            "illegal weight rule: ",
            "must be WeightRule.lms() for the layers [l1]: normalised least mean squares is"),
        Refusal.of(
            "soft clamp",
            ROWS,
            LearningRule.il().withOutput(OutputMode.soft(0.1)),
            () -> List.of(dense(), hinge()),
            "illegal output of the rule: ",
            "must not be a soft clamp for 'l1', OutputLayer with LossHinge"),
        Refusal.of(
            "one class",
            ROWS,
            LearningRule.il(),
            () -> List.of(dense(), oneClass()),
            "illegal rule for OCNNOutputLayer 'l1': ",
            "must be zil()"));
  }

  private static List<Refusal> precisions() {
    return List.of(
        Refusal.of(
            "too many precisions",
            ROWS,
            LearningRule.il().withPrecision(1.0, 2.0, 3.0),
            () -> List.of(dense(), new BatchNormalization(), dense(), classes()),
            "illegal precision: [1.0, 2.0, 3.0], must be one value, or 2 as the network has hidden"
                + " nodes: l0, l2"),
        Refusal.of(
            "too few precisions",
            SEQUENCES,
            LearningRule.il().withPrecision(1.0, 2.0),
            () ->
                List.of(
                    new LSTM.Builder().nOut(4).build(),
                    new LSTM.Builder().nOut(4).build(),
                    new LastTimeStep(new SimpleRnn.Builder().nOut(4).build()),
                    classes()),
            "illegal precision: [1.0, 2.0], must be one value, or 3 as the network has hidden"
                + " nodes: l0, l1, l2"),
        Refusal.of(
            "precisions of units",
            ROWS,
            LearningRule.il(),
            () -> List.of(dense(), precise(dense()), classes()),
            "illegal layer 'l1': a precision of 3 values, must be one value, or 4 as its node has"
                + " units (features or channels)"),
        Refusal.of(
            "a precision without a node",
            ROWS,
            LearningRule.il(),
            () ->
                List.of(
                    dense(),
                    PcLayer.of(new ActivationLayer(Activation.TANH)).precision(2.0).build(),
                    classes()),
            "illegal layer 'l1': a precision without a value node, must have a node"),
        Refusal.of(
            "precisions of the units of both directions",
            SEQUENCES,
            LearningRule.il(),
            () ->
                List.of(
                    precise(new Bidirectional(new LSTM.Builder().nOut(4).build())),
                    new GlobalPoolingLayer(PoolingType.AVG),
                    classes()),
            "illegal layer 'l0': a precision of 3 values, must be one value, or 8 as its node"));
  }

  private static List<Refusal> limits() {
    return List.of(
        Refusal.of(
            "attention with learned queries",
            SEQUENCES,
            LearningRule.zil(),
            () -> List.of(attention(), new GlobalPoolingLayer(), classes()),
            "illegal layer 'l0': a LearnedSelfAttentionLayer, must be a SelfAttentionLayer",
            "DL4J calls scatter_update without"),
        Refusal.of(
            "layer normalisation of a SimpleRnn",
            SEQUENCES,
            LearningRule.zil(),
            () ->
                List.of(
                    new LSTM.Builder().nOut(4).build(),
                    new LastTimeStep(new SimpleRnn.Builder().nOut(4).hasLayerNorm(true).build()),
                    classes()),
            "illegal layer 'l1': a SimpleRnn with layer normalisation, must be without: DL4J"),
        Refusal.of(
            "sum pooling",
            InputType.convolutional(6, 6, 2),
            LearningRule.zil(),
            () ->
                List.of(
                    new SubsamplingLayer.Builder(PoolingType.SUM, new int[] {2, 2}).build(),
                    classes()),
            "illegal layer 'l0': a SubsamplingLayer with pooling type SUM, must be MAX, AVG or"),
        Refusal.of(
            "both directions of a last time step",
            SEQUENCES,
            LearningRule.zil(),
            () -> List.of(new Bidirectional(new LastTimeStep(explicit())), classes()),
            "illegal layer 'l0': a Bidirectional around a LastTimeStep, must be a LastTimeStep"
                + " around a Bidirectional"),
        Refusal.of(
            "batch normalisation in test mode",
            ROWS,
            LearningRule.zil(),
            () ->
                List.of(
                    new FrozenLayerWithBackprop(new BatchNormalization.Builder().build()),
                    dense(),
                    classes()),
            "illegal layer 'l0': a FrozenLayerWithBackprop around batch normalisation, must be a"
                + " FrozenLayer"));
  }

  private static List<Refusal> configurations() {
    return List.of(
        Refusal.of(
                "line search",
                ROWS,
                LearningRule.zil(),
                () -> List.of(dense(), classes()),
                "illegal optimization algorithm: LBFGS of layer 'l0', must be STOCHASTIC")
            .with(() -> SmallNet.base().optimizationAlgo(OptimizationAlgorithm.LBFGS)),
        Refusal.of(
                "bias updater",
                ROWS,
                LearningRule.zil(),
                () -> List.of(dense(), classes()),
                "illegal bias updater of layer 'l0'",
                "must be absent: MatrixUpdateEqualization has one step size")
            .with(
                () ->
                    SmallNet.base()
                        .updater(new MatrixUpdateEqualization(1e-3))
                        .biasUpdater(new Sgd(0.1))),
        Refusal.of(
            "bias updater in a wrapper",
            SEQUENCES,
            LearningRule.zil(),
            () ->
                List.of(
                    new LastTimeStep(
                        new SimpleRnn.Builder()
                            .nOut(4)
                            .updater(new MatrixUpdateEqualization(1e-3))
                            .biasUpdater(new Sgd(0.1))
                            .build()),
                    classes()),
            "illegal bias updater of layer 'l0'",
            "must be absent"),
        Refusal.of(
                "half precision",
                ROWS,
                LearningRule.zil(),
                () -> List.of(dense(), classes()),
                "illegal data type: HALF, must be FLOAT or DOUBLE")
            .with(() -> SmallNet.base().dataType(DataType.FLOAT16)),
        Refusal.of(
            "weights of a loss",
            ROWS,
            LearningRule.zil(),
            () -> List.of(dense(), new OutputLayer.Builder(weighted()).nOut(3).build()),
            "illegal loss of output layer 'l1': 2 weights, must be 3 as the layer has outputs"),
        Refusal.of(
            "no loss",
            ROWS,
            LearningRule.zil(),
            () -> List.of(dense(), dense()),
            "illegal output 'l1': DenseLayer, must be an output layer, which has a loss"));
  }

  private static Refusal inSegments(String name, Supplier<Layer> layer, String reason) {
    return Refusal.of(
            name,
            SEQUENCES,
            LearningRule.zil(),
            () -> List.of(new LSTM.Builder().nOut(4).build(), layer.get(), each(RNNFormat.NCW)),
            "illegal backprop type: TruncatedBPTT, must be Standard for layer 'l1': " + reason)
        .inSegments();
  }

  private static List<Refusal> segments() {
    return List.of(
        inSegments(
            "both directions in segments",
            () -> new Bidirectional(new LSTM.Builder().nOut(4).build()),
            "a bidirectional layer"),
        inSegments(
            "a layer of both directions in segments",
            () -> new GravesBidirectionalLSTM.Builder().nOut(4).build(),
            "a bidirectional layer"),
        inSegments(
            "softmax in segments",
            () -> new LSTM.Builder().nOut(4).activation(Activation.SOFTMAX).build(),
            "its state is not carried over: that of LSTM, GravesLSTM and SimpleRnn is"),
        inSegments(
            "additive noise in segments",
            () -> new SimpleRnn.Builder().nOut(4).dropOut(new GaussianNoise(0.1)).build(),
            "its state is not carried over"),
        inSegments(
            "no node in segments",
            () -> PcLayer.of(new LSTM.Builder().nOut(4).build()).withoutNode().build(),
            "its state is not carried over"),
        Refusal.of(
                "last time step in segments",
                SEQUENCES,
                LearningRule.zil(),
                () -> List.of(new LastTimeStep(explicit()), classes()),
                "must be Standard for layer 'l0': a LastTimeStep, which has one output a sequence")
            .inSegments(),
        Refusal.of(
                "time steps before units in segments",
                InputType.recurrent(3, 4, RNNFormat.NWC),
                LearningRule.zil(),
                () ->
                    List.of(
                        new LSTM.Builder().nOut(4).dataFormat(RNNFormat.NWC).build(),
                        each(RNNFormat.NWC)),
                "must be Standard for layer 'l0': its data format is NWC, and DL4J cuts")
            .inSegments());
  }

  private static RnnOutputLayer each(RNNFormat format) {
    return new RnnOutputLayer.Builder()
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .dataFormat(format)
        .build();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void chainsAreRefused(Refusal refusal) {
    MultiLayerNetwork network = refusal.chain();
    double[] before = network.params().dup().data().asDouble();
    for (ThrowingAttach attach :
        List.<ThrowingAttach>of(
            () -> PredictiveCoding.attach(network, refusal.rule()),
            () -> PcTrainer.of(network, refusal.rule()))) {
      assertRefused(attach, refusal);
    }
    assertThat(network.params().data().asDouble()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void graphsAreRefused(Refusal refusal) {
    ComputationGraph network = refusal.graph();
    double[] before = network.params().dup().data().asDouble();
    for (ThrowingAttach attach :
        List.<ThrowingAttach>of(
            () -> PredictiveCoding.attach(network, refusal.rule()),
            () -> PcTrainer.of(network, refusal.rule()))) {
      assertRefused(attach, refusal);
    }
    assertThat(network.params().data().asDouble()).isEqualTo(before);
  }

  static Stream<Arguments> dependingOnData() {
    return Stream.of(
        Arguments.of(
            InputType.convolutional(6, 6, 2),
            PcLayer.of(new SubsamplingLayer.Builder(2, 2).build())
                .withNode()
                .precision(1.0, 2.0, 3.0)
                .build(),
            Nd4j.rand(DataType.DOUBLE, SmallNet.SAMPLES, 2, 6, 6),
            "illegal layer 'l0': a precision of 3 values, must be one value, or 2 as its node"),
        Arguments.of(
            ROWS,
            new DropoutLayer(new SpatialDropout(0.5)),
            Nd4j.rand(DataType.DOUBLE, SmallNet.SAMPLES, 6),
            "layer 'l0' (DropoutLayer) fails in DL4J itself: Cannot apply spatial dropout"));
  }

  /** What cannot be known without data fails at the first minibatch, and nothing changes. */
  @ParameterizedTest
  @MethodSource("dependingOnData")
  void dataAreRefusedBeforeAnythingChanges(
      InputType input, Layer first, INDArray features, String message) {
    Refusal parts =
        Refusal.of(message, input, LearningRule.il(), () -> List.of(first, dense(), classes()));
    DataSet data = new DataSet(features, SmallNet.labels(SmallNet.SAMPLES));
    MultiLayerNetwork chain = parts.chain();
    MultiLayerNetwork attached = PredictiveCoding.attach(chain, parts.rule());
    Snapshot before = Snapshot.of(chain);
    assertThatThrownBy(() -> attached.fit(data))
        .isInstanceOf(DL4JException.class)
        .hasMessageStartingWith(message);
    before.assertUnchanged(chain);
    ComputationGraph graph = parts.graph();
    ComputationGraph attachedGraph = PredictiveCoding.attach(graph, parts.rule());
    double[] parameters = graph.params().dup().data().asDouble();
    assertThatThrownBy(() -> attachedGraph.fit(data))
        .isInstanceOf(DL4JException.class)
        .hasMessageStartingWith(message);
    assertThat(graph.params().data().asDouble()).isEqualTo(parameters);
    assertThat(graph.getIterationCount()).isZero();
  }

  /** One of the ways to attach. */
  private interface ThrowingAttach {
    void run();
  }

  private static void assertRefused(ThrowingAttach attach, Refusal refusal) {
    assertThatThrownBy(attach::run)
        .isInstanceOfAny(DL4JInvalidConfigException.class, IllegalArgumentException.class)
        .hasMessageContainingAll(refusal.messages().toArray(String[]::new));
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build();
  }

  private static PcLayer precise(Layer layer) {
    return PcLayer.of(layer).precision(1.0, 2.0, 3.0).build();
  }

  private static OutputLayer classes() {
    return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }

  private static OutputLayer hinge() {
    return new OutputLayer.Builder(LossFunction.HINGE).nOut(3).activation(Activation.TANH).build();
  }

  private static LossMSE weighted() {
    return new LossMSE(Nd4j.createFromArray(1.0, 2.0));
  }

  private static OCNNOutputLayer oneClass() {
    return new OCNNOutputLayer.Builder()
        .nIn(4)
        .hiddenLayerSize(3)
        .nu(0.1)
        .windowSize(4)
        .initialRValue(0.3)
        .activation(Activation.SIGMOID)
        .build();
  }

  private static LearnedSelfAttentionLayer attention() {
    return new LearnedSelfAttentionLayer.Builder()
        .nIn(3)
        .nOut(4)
        .nHeads(2)
        .headSize(2)
        .nQueries(2)
        .projectInput(true)
        .build();
  }

  private static SimpleRnn explicit() {
    return new SimpleRnn.Builder()
        .nOut(4)
        .weightInit(WeightInit.XAVIER)
        .weightInitRecurrent(WeightInit.XAVIER)
        .activation(Activation.TANH)
        .biasInit(0.0)
        .build();
  }
}
