// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A candidate's parameters are those that its rule gives, to the bit, and far from those of
 * backpropagation where the rule's update differs from it.
 */
@Timeout(120)
final class TrainedByItsRuleTest {
  private static final double RATE = 0.3;

  static List<LearningRule> unlikeBackprop() {
    return List.of(
        LearningRule.il().withStepSize(0.1),
        LearningRule.seqIlMq(1e-2),
        LearningRule.ilProx(2.5),
        LearningRule.incremental().withStepSize(0.1));
  }

  private static Model found(ParameterSpace<?> space) throws Exception {
    return (Model) Searches.run(Searches.over(space)).best().orElseThrow().getResultModel();
  }

  private static MultiLayerNetwork chain() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Searches.chain(Searches.rate(RATE))
                .build()
                .getValue(new double[0])
                .getMultiLayerConfiguration());
    network.init();
    return network;
  }

  private static ComputationGraph graph() {
    ComputationGraph network =
        new ComputationGraph(
            Searches.graph(Searches.rate(RATE)).build().getValue(new double[0]).getConfiguration());
    network.init();
    return network;
  }

  private static void check(Model found, LearningRule rule, INDArray byRule, INDArray byBackprop) {
    assertThat(PredictiveCoding.ruleOf(found)).isEqualTo(rule);
    assertThat(found.params()).isEqualTo(byRule);
    assertThat(found.params().distance2(byBackprop) / byBackprop.norm2Number().doubleValue())
        .isGreaterThan(1e-3);
  }

  @ParameterizedTest
  @MethodSource("unlikeBackprop")
  void chains(LearningRule rule) throws Exception {
    Model found = found(Searches.chains(Searches.rate(RATE), LearningRuleSpace.of(rule)));
    MultiLayerNetwork attached = PredictiveCoding.attach(chain(), rule);
    attached.fit(Blobs.train(), Searches.EPOCHS);
    MultiLayerNetwork plain = chain();
    plain.fit(Blobs.train(), Searches.EPOCHS);
    check(found, rule, attached.params(), plain.params());
  }

  @ParameterizedTest
  @MethodSource("unlikeBackprop")
  void graphs(LearningRule rule) throws Exception {
    Model found = found(Searches.graphs(Searches.rate(RATE), LearningRuleSpace.of(rule)));
    ComputationGraph attached = PredictiveCoding.attach(graph(), rule);
    attached.fit(Blobs.train(), Searches.EPOCHS);
    ComputationGraph plain = graph();
    plain.fit(Blobs.train(), Searches.EPOCHS);
    check(found, rule, attached.params(), plain.params());
  }

  @Test
  void arbitersOwnRunnerTrainsByTheRuleToo() throws Exception {
    LearningRule rule = LearningRule.il().withStepSize(0.1);
    ParameterSpace<?> space = Searches.chains(Searches.rate(RATE), LearningRuleSpace.of(rule));
    LocalOptimizationRunner runner =
        new LocalOptimizationRunner(
            Searches.configuration(
                Searches.grid(space), new Properties(), new InMemoryResultSaver(), 1));
    runner.execute();
    ResultReference only = runner.getResults().get(0);
    MultiLayerNetwork attached = PredictiveCoding.attach(chain(), rule);
    attached.fit(Blobs.train(), Searches.EPOCHS);
    assertThat(((Model) only.getResultModel()).params()).isEqualTo(attached.params());
    OptimizationResult result = only.getResult();
    assertThat(((RuledConfiguration) result.getCandidate().getValue()).rule()).isEqualTo(rule);
  }

  @Test
  void aSpaceWithoutRulesIsRefused() {
    ParameterSpace<?> plain = Searches.chain(Searches.rate(RATE)).build();
    assertThatThrownBy(() -> new PcOptimizationRunner(Searches.over(plain)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "illegal parameter space: MultiLayerSpace, must be a PcMultiLayerSpace or a"
                + " PcGraphSpace");
  }
}
