// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
import org.deeplearning4j.arbiter.layers.DenseLayerSpace;
import org.deeplearning4j.arbiter.layers.OutputLayerSpace;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.dl4jpc.arbiter.CandidateReport;
import org.dl4jpc.arbiter.LearningRuleSpace;
import org.dl4jpc.arbiter.ObjectChoice;
import org.dl4jpc.arbiter.PcMultiLayerSpace;
import org.dl4jpc.arbiter.RuleSetting;
import org.dl4jpc.examples.data.ImageShape;
import org.dl4jpc.examples.data.Images;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Algorithm × step size of inference × learning rate of SGD, for a small MLP. */
final class SearchSpace {
  private static final Map<LearningRule, String> ALGORITHMS = new LinkedHashMap<>();
  private static final int HIDDEN_UNITS = 64;

  static {
    ALGORITHMS.put(LearningRule.zil(), "Z-IL");
    ALGORITHMS.put(LearningRule.il(), "IL");
    ALGORITHMS.put(LearningRule.seqIl(), "SeqIL");
    ALGORITHMS.put(LearningRule.incremental(), "incremental");
  }

  private final ObjectChoice<LearningRule> algorithm;
  private final ObjectChoice<Double> stepSize;
  private final ObjectChoice<Double> learningRate;

  /**
   * A space.
   *
   * @param stepSizes γ, of the algorithms that have one
   * @param learningRates of SGD
   * @throws IllegalArgumentException if there is none of either
   */
  SearchSpace(List<Double> stepSizes, List<Double> learningRates) {
    algorithm =
        ObjectChoice.of(LearningRule.class, ALGORITHMS.keySet().toArray(LearningRule[]::new));
    stepSize = ObjectChoice.of(Double.class, stepSizes.toArray(Double[]::new));
    learningRate = ObjectChoice.of(Double.class, learningRates.toArray(Double[]::new));
  }

  static List<String> algorithms() {
    return new ArrayList<>(ALGORITHMS.values());
  }

  /** Networks for images of a shape, and the rules. */
  PcMultiLayerSpace over(ImageShape shape, int epochs, long seed) {
    MultiLayerSpace networks =
        new MultiLayerSpace.Builder()
            .seed(seed)
            .updater(new SgdSpace(learningRate))
            .addLayer(
                new DenseLayerSpace.Builder()
                    .nOut(HIDDEN_UNITS)
                    .activation(Activation.TANH)
                    .build())
            .addLayer(
                new DenseLayerSpace.Builder()
                    .nOut(HIDDEN_UNITS)
                    .activation(Activation.TANH)
                    .build())
            .addLayer(
                new OutputLayerSpace.Builder()
                    .nOut(Images.CLASSES)
                    .activation(Activation.SOFTMAX)
                    .lossFunction(LossFunction.MCXENT)
                    .build())
            .setInputType(InputType.convolutional(shape.height(), shape.width(), shape.channels()))
            .numEpochs(epochs)
            .build();
    LearningRuleSpace rules = LearningRuleSpace.of(algorithm).with(RuleSetting.STEP_SIZE, stepSize);
    return new PcMultiLayerSpace(networks, rules);
  }

  /** A candidate's place in the space, and what became of it. */
  Trial trial(CandidateReport report) {
    LearningRule rule = report.valueOf(algorithm);
    return new Trial(
        report.index(),
        ALGORITHMS.get(rule),
        RuleSetting.STEP_SIZE.appliesTo(rule) ? report.valueOf(stepSize) : Double.NaN,
        report.valueOf(learningRate),
        report.score().orElse(Double.NaN),
        report.message());
  }
}
