// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.Properties;
import org.deeplearning4j.arbiter.ComputationGraphSpace;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
import org.deeplearning4j.arbiter.layers.DenseLayerSpace;
import org.deeplearning4j.arbiter.layers.OutputLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small searches. */
final class Searches {
  static final int EPOCHS = 3;

  private Searches() {}

  static ParameterSpace<Double> rate(double rate) {
    return new FixedValue<>(rate);
  }

  static ParameterSpace<Double> rates(Double... rates) {
    return new DiscreteParameterSpace<>(rates);
  }

  private static DenseLayerSpace dense() {
    return new DenseLayerSpace.Builder()
        .nIn(Blobs.INPUTS)
        .nOut(8)
        .activation(Activation.TANH)
        .build();
  }

  private static OutputLayerSpace output() {
    return new OutputLayerSpace.Builder()
        .nIn(8)
        .nOut(Blobs.CLASSES)
        .activation(Activation.SOFTMAX)
        .lossFunction(LossFunction.MCXENT)
        .build();
  }

  static MultiLayerSpace.Builder chain(ParameterSpace<Double> learningRate) {
    return new MultiLayerSpace.Builder()
        .seed(3)
        .updater(new SgdSpace(learningRate))
        .addLayer(dense())
        .addLayer(output())
        .numEpochs(EPOCHS);
  }

  static ComputationGraphSpace.Builder graph(ParameterSpace<Double> learningRate) {
    return new ComputationGraphSpace.Builder()
        .seed(3)
        .updater(new SgdSpace(learningRate))
        .addInputs("in")
        .addLayer("hidden", dense(), "in")
        .addLayer("out", output(), "hidden")
        .setOutputs("out")
        .numEpochs(EPOCHS);
  }

  static PcMultiLayerSpace chains(ParameterSpace<Double> rate, ParameterSpace<LearningRule> rule) {
    return new PcMultiLayerSpace(chain(rate).build(), rule);
  }

  static PcGraphSpace graphs(ParameterSpace<Double> rate, ParameterSpace<LearningRule> rule) {
    return new PcGraphSpace(graph(rate).build(), rule);
  }

  static CandidateGenerator grid(ParameterSpace<?> space) {
    return new GridSearchCandidateGenerator(
        space, 3, GridSearchCandidateGenerator.Mode.Sequential, null);
  }

  static OptimizationConfiguration over(ParameterSpace<?> space) {
    return configuration(grid(space), new Properties(), new InMemoryResultSaver(), 100);
  }

  static OptimizationConfiguration configuration(
      CandidateGenerator generator, Properties data, ResultSaver saver, int candidates) {
    return new OptimizationConfiguration.Builder()
        .candidateGenerator(generator)
        .dataSource(Blobs.class, data)
        .scoreFunction(new TestSetLossScoreFunction(true))
        .modelSaver(saver)
        .terminationConditions(new MaxCandidatesCondition(candidates))
        .build();
  }

  static PcOptimizationRunner run(OptimizationConfiguration configuration) {
    PcOptimizationRunner runner = new PcOptimizationRunner(configuration);
    runner.execute();
    return runner;
  }
}
