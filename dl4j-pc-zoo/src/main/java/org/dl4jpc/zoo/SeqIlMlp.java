// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The multilayer perceptron of Alonso et al. 2023, "Understanding and improving optimization in
 * predictive coding networks": 3072-3×1024-10, ReLU, softmax and cross-entropy, for SVHN and
 * CIFAR-10, minibatches of 64. Their test accuracy on CIFAR-10: backpropagation 56.6 %, SeqIL 54.2,
 * SeqIL-MQ 57.7, SeqIL-Adam 56.2.
 *
 * <p>The default updater is backpropagation's of the authors' code on CIFAR-10, SGD(.01); on SVHN
 * it is SGD(.019). All rules have T = 3, γ = .05 / (1 + t), the soft clamp κ = 1/101 and nodes
 * before activations, of the authors' code.
 */
public final class SeqIlMlp extends PaperModel {
  /** γ, of the authors' code for MLPs. */
  private static final double STEP_SIZE = 0.05;

  private SeqIlMlp(PaperModelBuilder<SeqIlMlp> settings) {
    super(settings);
  }

  /**
   * Starts with the paper's settings.
   *
   * @return a builder
   */
  public static PaperModelBuilder<SeqIlMlp> builder() {
    return new PaperModelBuilder<>(SeqIlMlp::new, new int[] {3, 32, 32}, 10, new Sgd(0.01));
  }

  /**
   * SeqIL on CIFAR-10: SGD(.75), of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlOnCifar10() {
    return SeqIlRules.with(LearningRule.seqIl(), STEP_SIZE).withUpdater(new Sgd(0.75));
  }

  /**
   * SeqIL on SVHN: SGD(1), of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlOnSvhn() {
    return SeqIlRules.with(LearningRule.seqIl(), STEP_SIZE).withUpdater(new Sgd(1.0));
  }

  /**
   * SeqIL-MQ: α = 3e-5, of the authors' code, for both data sets.
   *
   * @return the rule
   */
  public static LearningRule seqIlMq() {
    return SeqIlRules.with(LearningRule.seqIlMq(3e-5), STEP_SIZE);
  }

  /**
   * SeqIL-Adam: learning rate 3e-5, of the authors' code, for both data sets.
   *
   * @return the rule
   */
  public static LearningRule seqIlAdam() {
    return SeqIlRules.with(LearningRule.seqIl(), STEP_SIZE).withUpdater(new Adam(3e-5));
  }

  @Override
  void addLayers(NeuralNetConfiguration.ListBuilder list) {
    for (int layer = 0; layer < 3; layer++) {
      list.layer(new DenseLayer.Builder().nOut(1024).build());
    }
    list.layer(classification());
  }
}
