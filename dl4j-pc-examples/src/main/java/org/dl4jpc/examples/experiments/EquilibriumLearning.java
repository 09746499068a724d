// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Accuracy of learning at equilibrium: Millidge et al. 2022, Figure 3 of "A theoretical framework
 * for inference and learning" and the accuracies of "Backpropagation at the infinitesimal inference
 * limit".
 */
final class EquilibriumLearning implements Experiment {
  private static final int BATCH = 64;
  private static final int[] HIDDEN = {128, 64};

  @Override
  public String id() {
    return "accuracy";
  }

  @Override
  public String title() {
    return "Accuracy of learning at equilibrium (Millidge et al. 2022, both papers)";
  }

  @Override
  public String claim() {
    return "Predictive coding at its equilibrium and PC-Nudge reach backpropagation's accuracy.";
  }

  @Override
  public String xTitle() {
    return "epoch";
  }

  @Override
  public String yTitle() {
    return "test accuracy (%)";
  }

  @Override
  public String dataSet() {
    return "fashion-mnist";
  }

  @Override
  public String settings(Budget budget) {
    return "784-128-64-10, ReLU, softmax and cross-entropy, weights uniform within 1/sqrt(n_in),"
        + " Adam at .001, batch 64, "
        + epochs(budget)
        + " epochs of the training images given, "
        + seeds(budget)
        + " seed(s), all test images; predictive coding: gamma = .1, T = 100; PC-Nudge: lambda ="
        + " .01, gamma = .2, T = 50; backpropagation's update is computed by Z-IL, which equals it";
  }

  private static int epochs(Budget budget) {
    return budget.choose(1, 4, 30);
  }

  private static int seeds(Budget budget) {
    return budget.choose(1, 1, 5);
  }

  private static Map<String, LearningRule> rules() {
    Map<String, LearningRule> rules = new LinkedHashMap<>();
    rules.put("backpropagation", LearningRule.zil());
    rules.put(
        "predictive coding at equilibrium",
        LearningRule.il().withStepSize(0.1).withInferenceSteps(100));
    rules.put("PC-Nudge", LearningRule.pcNudge(0.01).withStepSize(0.2));
    return rules;
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    int perEpoch = (images.train().size() + BATCH - 1) / BATCH;
    List<Integer> epochs = IntStream.rangeClosed(1, epochs(budget)).boxed().toList();
    List<Integer> stops = epochs.stream().map(epoch -> epoch * perEpoch).toList();
    List<Measurement> all = new ArrayList<>();
    rules()
        .forEach(
            (name, rule) -> {
              List<List<Double>> curves =
                  Trials.seeds(
                      name, seeds(budget), progress, seed -> curve(rule, images, stops, seed));
              all.addAll(Measurement.line(name, epochs, curves, OptionalDouble.empty()));
            });
    return all;
  }

  private static List<Double> curve(
      LearningRule rule, ImageSplit images, List<Integer> stops, long seed) {
    MultiLayerNetwork network =
        PaperNets.smallMlp(images.train().shape(), HIDDEN, new Adam(1e-3), DataType.FLOAT, seed);
    return Trials.curve(
        PredictiveCoding.attach(network, rule), network, images, BATCH, stops, seed);
  }
}
