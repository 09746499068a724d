// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Sequences fitted in segments that carry their state, as DL4J's truncated BPTT does it. The
 * reference is DL4J's {@code tbpttBackpropGradient}, which its graphs are made to call; its {@code
 * fit} alone calls {@code backpropGradient}, which repeats the forward pass from state 0, so that
 * from the second segment on its gradient is not that of the score.
 */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
class TruncatedBackpropagationTest {
  private static final int BATCH = 3;
  private static final int INPUTS = 3;
  private static final int SEGMENT = 4;
  private static final int TIME = 11;

  /** So small a learning rate that parameters stay, and gradients can be read from the updates. */
  private static final double TINY = 1e-12;

  /** The recurrent layers of a network. */
  enum Net {
    LSTM {
      @Override
      Layer recurrent() {
        return new LSTM.Builder().nOut(4).activation(Activation.TANH).build();
      }
    },
    GRAVES {
      @Override
      Layer recurrent() {
        return new GravesLSTM.Builder().nOut(4).activation(Activation.TANH).build();
      }
    };

    abstract Layer recurrent();

    /** The same network as a graph. */
    ComputationGraph reference() {
      return new StatefulGraph(
          inSegments(
              SmallNet.base()
                  .graphBuilder()
                  .addInputs("in")
                  .addLayer("0", recurrent(), "in")
                  .addLayer("1", recurrent(), "0")
                  .addLayer("2", output(), "1")
                  .setOutputs("2")));
    }

    MultiLayerNetwork network() {
      return SmallNet.initialised(configuration(SEGMENT, recurrent(), recurrent()));
    }
  }

  /** DL4J's backpropagation within segments from the state that it has carried. */
  @SuppressWarnings("overrides") // DL4J's class defines equals without hashCode
  private static final class StatefulGraph extends ComputationGraph {
    private static final long serialVersionUID = 1L;

    StatefulGraph(ComputationGraphConfiguration configuration) {
      super(configuration);
      setClearTbpttState(false);
      init();
    }

    @Override
    protected void calcBackpropGradients(
        boolean clearLayers, boolean truncated, INDArray... epsilons) {
      super.calcBackpropGradients(clearLayers, true, epsilons);
    }
  }

  private static MultiLayerConfiguration configuration(int segment, Layer first, Layer second) {
    return SmallNet.base()
        .list()
        .layer(first)
        .layer(second)
        .layer(output())
        .setInputType(InputType.recurrent(INPUTS))
        .backpropType(BackpropType.TruncatedBPTT)
        .tBPTTLength(segment)
        .build();
  }

  private static RnnOutputLayer output() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** Three segments, the last of them shorter. */
  private static DataSet data(long seed) {
    Nd4j.getRandom().setSeed(seed);
    INDArray features = Nd4j.randn(DataType.DOUBLE, BATCH, INPUTS, TIME);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, BATCH, 2, TIME);
    for (int b = 0; b < BATCH; b++) {
      for (int t = 0; t < TIME; t++) {
        labels.putScalar(b, (b + t / 2) % 2, t, 1.0);
      }
    }
    return new DataSet(features, labels);
  }

  private static DataSet padded(long seed) {
    DataSet data = data(seed);
    INDArray mask = Nd4j.ones(DataType.DOUBLE, BATCH, TIME);
    mask.get(NDArrayIndex.point(1), NDArrayIndex.interval(6, TIME)).assign(0.0);
    data.setFeaturesMaskArray(mask);
    data.setLabelsMaskArray(mask.dup());
    return data;
  }

  @ParameterizedTest
  @EnumSource
  void zilTrainsAsDl4jDoes(Net net) {
    DataSet[] batches = {data(1), padded(2), data(3)};
    MultiLayerNetwork network = net.network();
    ComputationGraph reference = net.reference();
    reference.setParams(network.params().dup());
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    for (DataSet batch : batches) {
      attached.fit(batch);
      reference.fit(batch);
    }
    attached.fit(new PrefetchedBatches(List.of(batches)));
    reference.fit(new PrefetchedBatches(List.of(batches)));
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-10);
    assertThat(network.score()).isCloseTo(reference.score(), within(1e-10));
    assertThat(network.getIterationCount()).isEqualTo(reference.getIterationCount()).isEqualTo(18);
  }

  @Test
  void sequencesOfOneSegmentTrainAsWithoutSegments() {
    new Twins(
            () ->
                SmallNet.initialised(
                    configuration(
                        TIME, new SimpleRnn.Builder().nOut(4).build(), Net.LSTM.recurrent())))
        .train(
            network -> {
              network.fit(data(1));
              network.fit(data(2));
            });
  }

  @Test
  void graphsTrainAsDl4jDoes() {
    ComputationGraph reference = graph();
    ComputationGraph network = graph();
    ComputationGraph attached = PredictiveCoding.attach(network, LearningRule.zil());
    for (ComputationGraph trained : List.of(reference, attached)) {
      for (long seed = 1; seed < 4; seed++) {
        trained.fit(data(seed));
      }
    }
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-10);
    assertThat(network.getIterationCount()).isEqualTo(9);
  }

  private static ComputationGraph graph() {
    return new StatefulGraph(
        inSegments(
            SmallNet.base()
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", Net.LSTM.recurrent(), "in")
                .addLayer("b", Net.GRAVES.recurrent(), "in")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer("out", output(), "both")
                .setOutputs("out")));
  }

  private static ComputationGraphConfiguration inSegments(
      ComputationGraphConfiguration.GraphBuilder builder) {
    return builder
        .setInputTypes(InputType.recurrent(INPUTS))
        .backpropType(BackpropType.TruncatedBPTT)
        .tBPTTLength(SEGMENT)
        .build();
  }

  /**
   * DL4J's SimpleRnn repeats its forward pass from state 0 in its backward pass; ours is the
   * gradient of the segment's score, the state before it held.
   */
  @Test
  void simpleRnnTakesTheGradientOfItsSegment() {
    MultiLayerNetwork network =
        SmallNet.initialised(
            new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(TINY))
                .list()
                .layer(new SimpleRnn.Builder().nOut(4).activation(Activation.TANH).build())
                .layer(output())
                .setInputType(InputType.recurrent(INPUTS))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(8)
                .build());
    DataSet data = data(1);
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    attached.fit(data);
    INDArray last = attached.getFlattenedGradients().div(TINY);
    INDArray whole = network.params().dup();
    double step = 1e-5;
    for (int i = 0; i < 5; i++) {
      INDArray d = Nd4j.randn(DataType.DOUBLE, whole.shape());
      double above = secondScore(network, whole, whole.add(d.mul(step)), data);
      double below = secondScore(network, whole, whole.sub(d.mul(step)), data);
      double slope = (above - below) / (2.0 * step);
      double expected = last.reshape(d.shape()).mul(d).sumNumber().doubleValue();
      assertThat(Math.abs(slope - expected)).isLessThan(1e-7 * last.norm2Number().doubleValue());
    }
  }

  /** The mean loss of steps 8 to 10 with other parameters, after steps 0 to 7 with these. */
  private static double secondScore(
      MultiLayerNetwork network, INDArray first, INDArray second, DataSet data) {
    network.params().assign(first);
    network.rnnClearPreviousState();
    network.rnnTimeStep(part(data.getFeatures(), 0, 8));
    network.params().assign(second);
    INDArray output = network.rnnTimeStep(part(data.getFeatures(), 8, TIME));
    network.params().assign(first);
    INDArray labels = part(data.getLabels(), 8, TIME);
    return -org.nd4j.linalg.ops.transforms.Transforms.log(output)
            .mul(labels)
            .sumNumber()
            .doubleValue()
        / BATCH;
  }

  private static INDArray part(INDArray sequence, int from, int to) {
    return sequence
        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        .dup();
  }

  @Test
  void otherRulesLearnInSegmentsAndLeaveNoState() {
    for (LearningRule rule : List.of(LearningRule.il(), LearningRule.seqIl())) {
      MultiLayerNetwork network = Net.LSTM.network();
      MultiLayerNetwork attached = PredictiveCoding.attach(network, rule);
      DataSet data = data(1);
      double before = network.score(data);
      for (int i = 0; i < 10; i++) {
        attached.fit(data);
      }
      assertThat(network.score(data)).isLessThan(before);
      assertThat(attached.rnnGetPreviousState(0)).isEmpty();
    }
  }

  @Test
  void labelsWithoutTimeAreRefusedBeforeAnythingChanges() {
    MultiLayerNetwork network = Net.LSTM.network();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    INDArray before = network.params().dup();
    DataSet data = data(1);
    data.setLabels(SmallNet.labels(BATCH));
    assertThatThrownBy(() -> attached.fit(data))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContainingAll("illegal labels: of shape [3, 3]", "must be of rank 3");
    DataSet longer = data(1);
    longer.setFeatures(Nd4j.randn(DataType.DOUBLE, BATCH, INPUTS, TIME + 1));
    assertThatThrownBy(() -> attached.fit(longer))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContainingAll("illegal labels", "must be of 12 time steps");
    assertThat(network.params()).isEqualTo(before);
    assertThat(network.getIterationCount()).isZero();
  }

  /** DL4J's fit does not ask how far back errors are to go: all the way, in a segment. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, SEGMENT - 1, 2 * SEGMENT})
  void theBackwardLengthIsNotAsked(int backward) {
    assertThat(trained(backward, false)).isEqualTo(trained(SEGMENT, false));
    assertThat(trained(backward, true)).isEqualTo(trained(SEGMENT, true));
  }

  private static INDArray trained(int backward, boolean attached) {
    MultiLayerNetwork network = Net.LSTM.network();
    network.getLayerWiseConfigurations().setTbpttBackLength(backward);
    MultiLayerNetwork trained =
        attached ? PredictiveCoding.attach(network, LearningRule.zil()) : network;
    trained.fit(data(1));
    return network.params();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void segmentsHaveALength(int forward) {
    MultiLayerNetwork network = Net.LSTM.network();
    network.getLayerWiseConfigurations().setTbpttFwdLength(forward);
    assertThatThrownBy(() -> PredictiveCoding.attach(network, LearningRule.zil()))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessage(
            "illegal forward length of truncated backpropagation through time: "
                + forward
                + ", must be at least 1");
  }

  /** A bad last segment or mask is seen before the first one is learned, in both classes. */
  @Test
  void noSegmentIsLearnedOfBadData() {
    DataSet infinite = data(1);
    infinite.getLabels().putScalar(0, 0, TIME - 1, Double.POSITIVE_INFINITY);
    DataSet nan = data(1);
    nan.getFeatures().putScalar(0, 0, TIME - 1, Double.NaN);
    DataSet shortMask = data(1);
    shortMask.setLabelsMaskArray(Nd4j.ones(DataType.DOUBLE, BATCH, TIME - 1));
    DataSet column = data(1);
    column.setFeaturesMaskArray(Nd4j.ones(DataType.DOUBLE, BATCH, 1));
    assertNothingLearned(infinite, "illegal labels: 0 elements are NaN and 1 are infinite");
    assertNothingLearned(nan, "illegal features: 1 elements are NaN and 0 are infinite");
    assertNothingLearned(shortMask, "illegal mask of the labels: of shape [3, 10], must be of 11");
    assertNothingLearned(column, "illegal mask of the features: of shape [3, 1], must be of 11");
  }

  private static void assertNothingLearned(DataSet data, String message) {
    MultiLayerNetwork chain = Net.LSTM.network();
    MultiLayerNetwork attached = PredictiveCoding.attach(chain, LearningRule.zil());
    Snapshot before = Snapshot.of(chain);
    assertThatThrownBy(() -> attached.fit(data))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageStartingWith(message);
    before.assertUnchanged(chain);
    ComputationGraph graph = graph();
    ComputationGraph attachedGraph = PredictiveCoding.attach(graph, LearningRule.zil());
    INDArray parameters = graph.params().dup();
    assertThatThrownBy(() -> attachedGraph.fit(data))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageStartingWith(message);
    assertThat(graph.params()).isEqualTo(parameters);
    assertThat(graph.getIterationCount()).isZero();
  }

  /** DL4J itself cannot: it has no state of bidirectional layers. */
  @Test
  void dl4jFitsNoBidirectionalLayerInSegments() {
    MultiLayerNetwork network =
        SmallNet.initialised(
            configuration(SEGMENT, Net.LSTM.recurrent(), new Bidirectional(Net.LSTM.recurrent())));
    assertThatThrownBy(() -> network.fit(data(1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cannot use this method (or truncated BPTT) with bidirectional");
  }
}
