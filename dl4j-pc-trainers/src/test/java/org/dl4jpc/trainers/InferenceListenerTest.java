// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.PcLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What the listener reports is true, and its looking leaves no trace. */
class InferenceListenerTest {
  private final InferenceHistory history = new InferenceHistory();

  private InferenceListener everything() {
    return InferenceListener.every(1).comparingEvery(1).reportingTo(history);
  }

  private static List<LearningRule> rules() {
    return List.of(
        LearningRule.zil(),
        LearningRule.il(),
        LearningRule.seqIlMq(3e-4),
        LearningRule.fixedPrediction().withInferenceSteps(5),
        LearningRule.incremental(),
        LearningRule.il().withTolerance(1e-3),
        LearningRule.il().withOutput(OutputMode.centered(0.1)));
  }

  @ParameterizedTest
  @EnumSource
  void trainingIsTheSameToTheBit(OrdinaryNet net) {
    Nd4j.getRandom().setSeed(3);
    DataSet data = net.data(DataType.FLOAT);
    for (LearningRule rule : rules()) {
      Snapshot without = trained(net, rule, data, List.of());
      Snapshot with = trained(net, rule, data, List.of(everything()));
      with.assertSameAs(without);
    }
    assertThat(history.all()).hasSize(4 * rules().size());
  }

  private static Snapshot trained(
      OrdinaryNet net, LearningRule rule, DataSet data, List<InferenceListener> listeners) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(DataType.FLOAT), rule);
    attached.addListeners(listeners.toArray(InferenceListener[]::new));
    Nd4j.getRandom().setSeed(11);
    for (int i = 0; i < 4; i++) {
      attached.fit(data);
    }
    attached.setScore(attached.score() + Nd4j.getRandom().nextDouble());
    return Snapshot.of(attached);
  }

  @ParameterizedTest
  @EnumSource
  void trainingOfGraphsIsTheSameToTheBit(GraphNet net) {
    for (LearningRule rule : List.of(LearningRule.zil(), LearningRule.il())) {
      INDArray without = trained(net, rule, List.of());
      assertThat(trained(net, rule, List.of(everything()))).isEqualTo(without);
    }
    assertThat(history.all()).hasSize(6);
  }

  private static INDArray trained(
      GraphNet net, LearningRule rule, List<InferenceListener> listeners) {
    ComputationGraph attached = PredictiveCoding.attach(net.network(), rule);
    attached.addListeners(listeners.toArray(InferenceListener[]::new));
    net.batches(3).forEach(attached::fit);
    return attached.params().dup();
  }

  @ParameterizedTest
  @EnumSource
  void theCosineIsThatToDl4jsOwnGradient(SmallNet net) {
    LearningRule rule = LearningRule.il();
    MultiLayerNetwork dl4j = net.network();
    dl4j.setInput(net.batch().getFeatures());
    dl4j.setLabels(net.batch().getLabels());
    dl4j.computeGradientAndScore();
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), rule);
    Gradient own = PredictiveCoding.gradient(attached, net.batch());
    attached.addListeners(everything());
    attached.fit(net.batch());
    InferenceStats stats = history.all().get(0);
    assertThat(stats.cosineToBackprop().orElseThrow())
        .isCloseTo(cosine(own, dl4j.gradient()), within(1e-10))
        .isBetween(0.1, 1 - 1e-9);
    assertThat(stats.gradients())
        .allSatisfy(
            layer -> {
              double square = dot(dl4j.gradient(), dl4j.gradient(), layer.layer() + "_");
              assertThat(layer.backpropNorm()).isCloseTo(Math.sqrt(square), within(1e-10));
              assertThat(layer.dot())
                  .isCloseTo(dot(own, dl4j.gradient(), layer.layer() + "_"), within(1e-10));
            });
    assertThat(stats.gradients()).extracting(GradientStats::layer).contains("0");
  }

  private static double cosine(Gradient a, Gradient b) {
    return dot(a, b, "") / Math.sqrt(dot(a, a, "") * dot(b, b, ""));
  }

  /** a · b over the parameters of a layer that are no running statistics. */
  private static double dot(Gradient a, Gradient b, String layer) {
    return a.gradientForVariable().keySet().stream()
        .filter(name -> name.startsWith(layer) && !OrdinaryNet.isStatistic(name))
        .mapToDouble(
            name -> a.getGradientFor(name).mul(b.getGradientFor(name)).sumNumber().doubleValue())
        .sum();
  }

  /** Also with batch normalisation, whose running statistics are no gradient, and with noise. */
  @ParameterizedTest
  @EnumSource
  void zilsCosineIsOne(OrdinaryNet net) {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(net.network(DataType.DOUBLE), LearningRule.zil());
    attached.addListeners(everything());
    attached.fit(net.data(DataType.DOUBLE));
    assertThat(history.all().get(0).gradients())
        .isNotEmpty()
        .allSatisfy(layer -> assertThat(layer.cosine()).isCloseTo(1.0, within(1e-12)));
  }

  @Test
  void precisionsAreNoPartOfBackpropagation() {
    MultiLayerNetwork network =
        SmallNet.initialised(
            SmallNet.base()
                .list()
                .layer(
                    PcLayer.of(new DenseLayer.Builder().nIn(4).nOut(5).build())
                        .precision(0.25)
                        .build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(SmallNet.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    attached.addListeners(everything());
    attached.fit(
        new DataSet(
            Nd4j.rand(DataType.DOUBLE, SmallNet.SAMPLES, 4), SmallNet.labels(SmallNet.SAMPLES)));
    GradientStats layer = history.all().get(0).gradients().get(0);
    assertThat(layer.norm() / layer.backpropNorm()).isCloseTo(0.25, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void energiesAndErrorsAreThoseOfInfer(SmallNet net) {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(net.network(), LearningRule.il().withTolerance(1e-2));
    InferenceResult result = PredictiveCoding.infer(attached, net.batch());
    attached.addListeners(everything());
    attached.fit(net.batch());
    InferenceStats stats = history.all().get(0);
    assertThat(stats.energy()).containsExactly(box(result.energy()));
    assertThat(stats.finalEnergy()).isEqualTo(result.energy()[result.steps()]);
    assertThat(stats.outputEnergy()).isEqualTo(result.outputEnergy()[result.steps()]);
    assertThat(stats.steps()).isEqualTo(result.steps()).isLessThan(20);
    assertThat(stats.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(stats.samples()).isEqualTo(SmallNet.SAMPLES);
    assertThat(stats.nodes()).extracting(NodeStats::name).isEqualTo(result.nodeNames());
    for (NodeStats node : stats.nodes()) {
      double norm = result.node(node.name()).error().norm2Number().doubleValue();
      assertThat(node.errorNorm()).isEqualTo(norm);
      assertThat(node.energy()).isCloseTo(0.5 * norm * norm, within(1e-12));
    }
    assertThat(stats.nodes().get(stats.nodes().size() - 1).errorNorm()).isPositive();
  }

  private static Double[] box(double[] values) {
    return Arrays.stream(values).boxed().toArray(Double[]::new);
  }

  @Test
  void reportsTheIterationsAskedFor() {
    MultiLayerNetwork attached = PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.il());
    attached.addListeners(InferenceListener.every(4).comparingEvery(3).reportingTo(history));
    attached.fit(SmallNet.MLP.iterator(5), 2);
    List<InferenceStats> all = history.all();
    assertThat(all).extracting(InferenceStats::iteration).containsExactly(0, 3, 4, 6, 8, 9);
    assertThat(all).extracting(InferenceStats::epoch).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(all)
        .extracting(stats -> stats.cosineToBackprop().isPresent())
        .containsExactly(true, true, false, true, false, true);
  }

  @Test
  void everyStepRulesHaveNoGradientToCompare() {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.incremental());
    attached.addListeners(everything());
    attached.fit(SmallNet.MLP.batch());
    assertThat(history.all().get(0).gradients()).isEmpty();
    assertThat(history.all().get(0).nodes()).isNotEmpty();
  }

  @Test
  void refusesNetworksThatAreNotAttached() {
    MultiLayerNetwork network = SmallNet.MLP.network();
    network.setListeners(everything());
    Snapshot before = Snapshot.of(network);
    String message =
        "an InferenceListener hears a MultiLayerNetwork that is not attached to a learning rule";
    assertThatThrownBy(() -> network.fit(SmallNet.MLP.batch()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> network.fit(SmallNet.MLP.iterator(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(message);
    before.assertUnchanged(network);
    ComputationGraph graph = GraphNet.SKIPS.network();
    graph.setListeners(everything());
    MultiDataSet batch = GraphNet.SKIPS.batch();
    assertThatThrownBy(() -> graph.fit(batch))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hears a ComputationGraph that is not attached");
    PcTrainer.of(network, LearningRule.il()).fit(SmallNet.MLP.batch());
    assertThat(history.all()).hasSize(1);
  }

  @Test
  void aReceiverThatThrowsChangesNothing() {
    for (LearningRule rule : List.of(LearningRule.il(), LearningRule.incremental())) {
      MultiLayerNetwork attached = PredictiveCoding.attach(SmallNet.MLP.network(), rule);
      attached.addListeners(
          InferenceListener.every(1)
              .reportingTo(
                  stats -> {
                    throw new IllegalStateException("disk full");
                  }));
      INDArray before = attached.params().dup();
      assertThatThrownBy(() -> attached.fit(SmallNet.MLP.batch())).hasMessage("disk full");
      assertThat(attached.params()).isEqualTo(before);
    }
  }

  @Test
  void aDivergenceIsReportedBeforeItIsThrown() {
    MultiLayerNetwork attached =
        PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.il().withStepSize(1e3));
    attached.addListeners(everything());
    assertThatThrownBy(() -> attached.fit(SmallNet.MLP.batch()))
        .isInstanceOf(InferenceDivergedException.class);
    assertThat(history.all()).hasSize(1);
    assertThat(history.all().get(0).stopReason()).isEqualTo(StopReason.DIVERGED);
  }

  @Test
  void badSettingsAreErrors() {
    assertThatThrownBy(() -> InferenceListener.every(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal iterations: 0, must be at least 1");
    InferenceListener listener = InferenceListener.every(1);
    assertThatThrownBy(() -> listener.comparingEvery(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal iterations: -1, must be at least 1");
    assertThatThrownBy(() -> listener.reportingTo(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal receiver: null, must be an object");
  }

  @Test
  void logsALineForEachReport() {
    try (CapturedLog log = new CapturedLog(InferenceListener.class)) {
      MultiLayerNetwork attached =
          PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.zil());
      attached.addListeners(InferenceListener.every(1).comparingEvery(2));
      attached.fit(SmallNet.MLP.iterator(2));
      assertThat(log.messages()).hasSize(2);
      assertThat(log.messages().get(0))
          .matches("iteration 0: energy \\S+ -> \\S+ in 1 steps \\(STEPS_DONE\\), output .*")
          .endsWith("cosine to backprop 1.0000");
      assertThat(log.messages().get(1)).doesNotContain("cosine");
    }
  }

  @Test
  void severalReceiversHearTheSame() {
    List<InferenceStats> other = new ArrayList<>();
    MultiLayerNetwork attached = PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.il());
    attached.addListeners(everything().reportingTo(other::add));
    attached.fit(SmallNet.MLP.batch());
    assertThat(other).isEqualTo(history.all()).hasSize(1);
  }
}
