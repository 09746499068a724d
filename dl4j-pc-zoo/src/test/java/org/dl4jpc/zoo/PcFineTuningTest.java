// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Arguments, masks, listeners, counts, and graphs of several inputs. */
class PcFineTuningTest {

  private static MultiLayerNetwork network(Layer first, Layer second) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            base().list(first, second, output()).setInputType(InputType.feedForward(4)).build());
    network.init();
    return network;
  }

  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .dataType(DataType.DOUBLE)
        .activation(Activation.TANH)
        .updater(new Adam(1e-2));
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(5).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork network() {
    return network(new FrozenLayer(dense()), dense());
  }

  private static DataSet batch() {
    Nd4j.getRandom().setSeed(2);
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 3, 4), Nd4j.eye(3).castTo(DataType.DOUBLE));
  }

  private static ListDataSetIterator<DataSet> iterator() {
    return new ListDataSetIterator<>(batch().asList(), 3);
  }

  @Test
  void networksMustBeFrozenFromTheInputUp() {
    LearningRule rule = LearningRule.zil();
    assertThatThrownBy(() -> PcFineTuning.of(network(dense(), dense()), rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "illegal network: no layer is frozen, must be frozen from the input up: call"
                + " setFeatureExtractor");
    assertThatThrownBy(() -> PcFineTuning.of(network(dense(), new FrozenLayer(dense())), rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "illegal network: layer 1 is frozen, layer 0 below it is not, must be frozen from");
    assertThatThrownBy(() -> PcFineTuning.of(graph(dense(), dense()), rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("illegal network: no vertex is frozen, must be frozen from");
    assertThatThrownBy(() -> PcFineTuning.of(graph(dense(), new FrozenLayer(dense())), rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("illegal network: 'c' is frozen, 'a' below it is not, must be");
  }

  /** Input "left" through a and c, input "right" past them. */
  private static ComputationGraph graph(Layer a, Layer c) {
    ComputationGraph graph =
        new ComputationGraph(
            base()
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer("a", a, "left")
                .addLayer("c", c, "a")
                .addVertex("merge", new MergeVertex(), "right", "c", "a")
                .addLayer("out", output(), "merge")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4), InputType.feedForward(2))
                .build());
    graph.init();
    return graph;
  }

  @Test
  void graphsOfSeveralInputsTrainToTheBit() {
    ComputationGraph uncached = graph(new FrozenLayer(dense()), dense());
    ComputationGraph cached = graph(new FrozenLayer(dense()), dense());
    MultiDataSet batch =
        new MultiDataSet(
            new INDArray[] {batch().getFeatures(), Nd4j.randn(DataType.DOUBLE, 3, 2)},
            new INDArray[] {batch().getLabels()});
    ComputationGraph attached = PredictiveCoding.attach(uncached, LearningRule.seqIl());
    PcFineTuning<ComputationGraph> tuning = PcFineTuning.of(cached, LearningRule.seqIl());
    INDArray start = cached.params().dup();
    CachedFeatures features = tuning.featurize(new CachedBatches(List.of(batch)));
    for (int i = 0; i < 3; i++) {
      attached.fit(batch);
    }
    tuning.fit(features, 3);
    assertThat(cached.params()).isEqualTo(uncached.params()).isNotEqualTo(start);
    assertThat(cached.updaterState()).isEqualTo(uncached.updaterState());
  }

  @Test
  void countsAndScoreAreThoseOfTheTraining() {
    MultiLayerNetwork network = network();
    List<Integer> heard = new ArrayList<>();
    PcFineTuning<MultiLayerNetwork> tuning =
        PcFineTuning.of(network, LearningRule.il())
            .setListeners(
                new BaseTrainingListener() {
                  @Override
                  public void iterationDone(Model model, int iteration, int epoch) {
                    heard.add(iteration);
                  }
                });
    tuning.fit(iterator(), 2).fit(iterator(), 1);
    assertThat(network.getIterationCount()).isEqualTo(3);
    assertThat(network.getEpochCount()).isEqualTo(3);
    assertThat(heard).hasSize(3).isSorted();
    assertThat(tuning.network()).isSameAs(network);
    assertThat(PredictiveCoding.ruleOf(tuning.attached())).isEqualTo(LearningRule.il());
    assertThat(network.score()).isPositive().isLessThan(2.0);
  }

  @Test
  void badArgumentsChangeNothing() {
    MultiLayerNetwork network = network();
    INDArray before = network.params().dup();
    PcFineTuning<MultiLayerNetwork> tuning = PcFineTuning.of(network, LearningRule.zil());
    CachedFeatures foreign = PcFineTuning.of(network(), LearningRule.zil()).featurize(iterator());
    assertThatThrownBy(() -> tuning.fit(foreign, 1))
        .hasMessage("illegal features: of another network, must be computed by this fine-tuning");
    assertThatThrownBy(() -> tuning.fit(iterator(), 0))
        .hasMessage("illegal epochs: 0, must be at least 1");
    assertThatThrownBy(() -> tuning.fit((CachedFeatures) null, 1))
        .hasMessage("illegal features: null, must be an object");
    assertThatThrownBy(() -> tuning.featurize(new CachedBatches(List.of())))
        .hasMessage("illegal iterator: empty, must be one with at least one minibatch");
    assertThat(network.params()).isEqualTo(before);
  }

  @Test
  void masksOfFeaturesAreRefusedAndThoseOfLabelsKept() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            base()
                .list(
                    new FrozenLayer(new LSTM.Builder().nOut(5).build()),
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(4, 2))
                .build());
    network.init();
    PcFineTuning<MultiLayerNetwork> tuning = PcFineTuning.of(network, LearningRule.zil());
    INDArray mask = Nd4j.createFromArray(new double[][] {{1, 0}, {1, 1}, {0, 1}});
    MultiDataSet batch =
        new MultiDataSet(
            new INDArray[] {Nd4j.randn(DataType.DOUBLE, 3, 4, 2)},
            new INDArray[] {Nd4j.ones(DataType.DOUBLE, 3, 3, 2).divi(3)},
            null,
            new INDArray[] {mask});
    CachedFeatures features = tuning.featurize(new CachedBatches(List.of(batch)));
    assertThat(features.iterator().next().getLabelsMaskArray(0)).isEqualTo(mask);
    assertThat(features.iterator().next().getFeatures(0).shape()).containsExactly(3, 5, 2);
    tuning.fit(features, 1);
    batch.setFeaturesMaskArrays(new INDArray[] {mask});
    assertThatThrownBy(() -> tuning.featurize(new CachedBatches(List.of(batch))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("illegal features mask: present, must be absent");
  }
}
