// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The multilayer perceptron of Millidge et al. 2022, "Backpropagation at the infinitesimal
 * inference limit of energy-based models": 784-128-64-10, for MNIST. ReLU, softmax and
 * cross-entropy, and the default updater SGD(.01), are ours.
 */
public final class NudgeMlp extends PaperModel {

  private NudgeMlp(PaperModelBuilder<NudgeMlp> settings) {
    super(settings);
  }

  /**
   * Starts with the paper's settings.
   *
   * @return a builder
   */
  public static PaperModelBuilder<NudgeMlp> builder() {
    return new PaperModelBuilder<>(NudgeMlp::new, new int[] {1, 28, 28}, 10, new Sgd(0.01));
  }

  /**
   * PC-Nudge: T = 50 and γ = .3, of the authors' code (their paper prints .1); λ = .01 is ours:
   * below it the distance to backpropagation is proportional to λ.
   *
   * @return the rule
   */
  public static LearningRule pcNudge() {
    return LearningRule.pcNudge(0.01);
  }

  @Override
  void addLayers(NeuralNetConfiguration.ListBuilder list) {
    list.layer(new DenseLayer.Builder().nOut(128).build())
        .layer(new DenseLayer.Builder().nOut(64).build())
        .layer(classification());
  }
}
