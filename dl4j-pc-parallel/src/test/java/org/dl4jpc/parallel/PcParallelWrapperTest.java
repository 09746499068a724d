// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.IteratorMultiDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.dl4jpc.trainers.GraphNet;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.dl4jpc.trainers.SmallNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Workers train by the rule: what they leave is that of the same schedule on one thread. */
@Timeout(120)
class PcParallelWrapperTest {

  /** IL with a step size at which its update is far from backpropagation's. */
  private static final LearningRule IL = LearningRule.il().withInferenceSteps(8).withStepSize(0.2);

  static Stream<LearningRule> rules() {
    return Stream.of(
        LearningRule.zil(),
        IL,
        LearningRule.seqIlMq(1e-3),
        LearningRule.ilProx(2.5),
        LearningRule.incremental());
  }

  private static MultiLayerNetwork attached(SmallNet net, LearningRule rule) {
    return PredictiveCoding.attach(net.network(), rule);
  }

  private static void assertEqualsSerial(SmallNet net, LearningRule rule, int workers, int every) {
    List<DataSet> batches = net.batches(2 * workers * every - 1);
    MultiLayerNetwork network = net.network();
    PcParallelWrapper wrapper =
        new PcParallelWrapper.Builder<>(PredictiveCoding.attach(network, rule))
            .workers(workers)
            .averagingFrequency(every)
            .build();
    MultiLayerNetwork expected = attached(net, rule);
    SerialSchedule serial = new SerialSchedule(expected, workers, every);
    for (int epoch = 0; epoch < 2; epoch++) {
      wrapper.fit(Batches.of(batches));
      serial.fit(batches);
    }
    SerialSchedule.assertSame((MultiLayerNetwork) wrapper.getModel(), expected);
    assertThat(network.params()).isEqualTo(wrapper.getModel().params());
    assertThat(network.getIterationCount()).isEqualTo(4 * every);
    assertThat(network.getEpochCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void twoWorkersEqualTheSerialSchedule(LearningRule rule) {
    assertEqualsSerial(SmallNet.MLP, rule, 2, 1);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void soDoTwoThatAverageEveryThirdRound(LearningRule rule) {
    assertEqualsSerial(SmallNet.MLP, rule, 2, 3);
  }

  @Test
  void soDoConvolutionsWithBatchNormalisationAndThreeWorkers() {
    assertEqualsSerial(SmallNet.CNN, IL, 3, 2);
  }

  @ParameterizedTest
  @EnumSource
  void zilEqualsTheSerialScheduleOfBackpropagationAndIlDoesNot(SmallNet net) {
    List<DataSet> batches = net.batches(6);
    MultiLayerNetwork plain = net.network();
    new SerialSchedule(plain, 2, 1).fit(batches);
    MultiLayerNetwork zil = attached(net, LearningRule.zil());
    new PcParallelWrapper.Builder<>(zil).build().fit(Batches.of(batches));
    assertThat(SerialSchedule.distance(zil, plain)).isLessThan(1e-10);
    MultiLayerNetwork il = attached(net, IL);
    new PcParallelWrapper.Builder<>(il).build().fit(Batches.of(batches));
    assertThat(SerialSchedule.distance(il, plain)).as("IL is another rule").isGreaterThan(1e-2);
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        arguments(GraphNet.TWO_BY_TWO, LearningRule.zil()),
        arguments(GraphNet.TWO_BY_TWO, LearningRule.seqIlMq(1e-3)),
        arguments(GraphNet.RESIDUAL, IL),
        arguments(GraphNet.SEQUENCES, LearningRule.zil()));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void graphsEqualTheSerialSchedule(GraphNet net, LearningRule rule) {
    List<MultiDataSet> batches = net.batches(7);
    ComputationGraph network = net.network();
    ComputationGraph attached = PredictiveCoding.attach(network, rule);
    PcParallelWrapper wrapper =
        new PcParallelWrapper.Builder<>(attached).averagingFrequency(2).build();
    ComputationGraph expected = PredictiveCoding.attach(net.network(), rule);
    SerialSchedule serial = new SerialSchedule(expected, 2, 2);
    for (int epoch = 0; epoch < 2; epoch++) {
      wrapper.fit(new IteratorMultiDataSetIterator(batches.iterator(), GraphNet.SAMPLES));
      serial.fit(batches);
    }
    SerialSchedule.assertSame(attached, expected);
    assertThat(network.params()).isEqualTo(attached.params());
    assertThat(network.getIterationCount()).isEqualTo(8);
  }

  @Test
  void graphsByZilEqualTheSerialScheduleOfBackpropagationAndByIlDoNot() {
    List<MultiDataSet> batches = GraphNet.SKIPS.batches(4);
    ComputationGraph plain = GraphNet.SKIPS.network();
    new SerialSchedule(plain, 2, 1).fit(batches);
    ComputationGraph zil = PredictiveCoding.attach(GraphNet.SKIPS.network(), LearningRule.zil());
    ComputationGraph il = PredictiveCoding.attach(GraphNet.SKIPS.network(), IL);
    for (ComputationGraph network : List.of(zil, il)) {
      new PcParallelWrapper.Builder<>(network)
          .build()
          .fit(new IteratorMultiDataSetIterator(batches.iterator(), GraphNet.SAMPLES));
    }
    assertThat(SerialSchedule.distance(zil, plain)).isLessThan(1e-10);
    assertThat(SerialSchedule.distance(il, plain)).as("IL is another rule").isGreaterThan(1e-3);
  }

  @Test
  void dl4jsOwnWrapperFailsLoudlyOnAnAttachedGraph() {
    ComputationGraph attached =
        PredictiveCoding.attach(GraphNet.SKIPS.network(), LearningRule.zil());
    ParallelWrapper dl4j = new ParallelWrapper.Builder<>(attached).workers(2).build();
    var batches = GraphNet.SKIPS.batches(4).iterator();
    assertThatThrownBy(() -> dl4j.fit(new IteratorMultiDataSetIterator(batches, GraphNet.SAMPLES)))
        .hasStackTraceContaining("but not the rule, and would train by backpropagation");
    dl4j.shutdown();
  }

  @Test
  void dl4jsOwnWrapperFailsLoudlyOnAnAttachedNetwork() {
    MultiLayerNetwork attached = attached(SmallNet.MLP, LearningRule.zil());
    ParallelWrapper dl4j = new ParallelWrapper.Builder<>(attached).workers(2).build();
    assertThatThrownBy(() -> dl4j.fit(Batches.of(SmallNet.MLP.batches(4))))
        .hasStackTraceContaining("but not the rule, and would train by backpropagation");
    dl4j.shutdown();
  }

  @Test
  void multiDataSetsTrainAsDataSetsDo() {
    List<DataSet> batches = SmallNet.MLP.batches(5);
    MultiLayerNetwork network = attached(SmallNet.MLP, IL);
    MultiLayerNetwork expected = attached(SmallNet.MLP, IL);
    new PcParallelWrapper.Builder<>(network)
        .averagingFrequency(2)
        .build()
        .fit(new MultiDataSetIteratorAdapter(Batches.of(batches)));
    new SerialSchedule(expected, 2, 2).fit(batches);
    SerialSchedule.assertSame(network, expected);
  }

  @Test
  void withoutAveragedUpdatersWorkersKeepTheirOwn() {
    List<DataSet> batches = SmallNet.MLP.batches(2);
    MultiLayerNetwork network = attached(SmallNet.MLP, LearningRule.zil());
    new PcParallelWrapper.Builder<>(network)
        .averageUpdaters(false)
        .prefetchBuffer(0)
        .build()
        .fit(Batches.of(batches));
    MultiLayerNetwork first = attached(SmallNet.MLP, LearningRule.zil());
    first.fit(batches.get(0));
    assertThat(network.getUpdater().getStateViewArray())
        .isEqualTo(first.getUpdater().getStateViewArray());
  }

  @Test
  void everyListenerHearsOfAttachedReplicasAndOfEpochs() {
    Set<Model> heard =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    List<String> epochs = new ArrayList<>();
    TrainingListener listener =
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            assertThat(PredictiveCoding.ruleOf(model)).isEqualTo(IL);
            heard.add(model);
          }

          @Override
          public void onEpochStart(Model model) {
            epochs.add("start " + ((MultiLayerNetwork) model).getEpochCount());
          }

          @Override
          public void onEpochEnd(Model model) {
            epochs.add("end " + ((MultiLayerNetwork) model).getEpochCount());
          }
        };
    MultiLayerNetwork network = attached(SmallNet.MLP, IL);
    network.setListeners(listener);
    PcParallelWrapper wrapper = new PcParallelWrapper.Builder<>(network).workers(3).build();
    wrapper.fit(Batches.of(SmallNet.MLP.batches(6)));
    assertThat(heard.size()).isEqualTo(3);
    assertThat(heard.contains(network)).isFalse();
    assertThat(epochs).containsExactly("start 0", "end 0");
    assertThat(network.getListeners()).contains(listener);
  }

  @Test
  void badSettingsAreNamed() {
    MultiLayerNetwork plain = SmallNet.MLP.network();
    assertThatThrownBy(() -> new PcParallelWrapper.Builder<>(plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("illegal model: MultiLayerNetwork, must be a network attached");
    assertThatThrownBy(() -> new PcParallelWrapper.Builder<>(null))
        .hasMessageStartingWith("illegal model: null");
    var builder = new PcParallelWrapper.Builder<>(attached(SmallNet.MLP, IL));
    assertThatThrownBy(() -> builder.workers(0))
        .hasMessage("illegal workers: 0, must be at least 1");
    assertThatThrownBy(() -> builder.averagingFrequency(0))
        .hasMessage("illegal averagingFrequency: 0, must be at least 1");
    assertThatThrownBy(() -> builder.prefetchBuffer(-1))
        .hasMessage("illegal prefetchBuffer: -1, must be at least 0");
  }
}
