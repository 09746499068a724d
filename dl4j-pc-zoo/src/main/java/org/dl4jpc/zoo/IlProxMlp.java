// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.OutputMode;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The multilayer perceptron of Alonso et al. 2022, "A theoretical framework for inference
 * learning", on Fashion-MNIST: 784-2×500-10, ReLU, softmax and cross-entropy.
 *
 * <p>The default updater is backpropagation's of the authors' code at minibatches of 64, SGD(.01);
 * it is SGD(.015) example by example. Learning rates and the soft clamps of IL-Adam are those of
 * their experiments on CIFAR-10.
 */
public final class IlProxMlp extends PaperModel {

  private IlProxMlp(PaperModelBuilder<IlProxMlp> settings) {
    super(settings);
  }

  /**
   * Starts with the paper's settings.
   *
   * @return a builder
   */
  public static PaperModelBuilder<IlProxMlp> builder() {
    return new PaperModelBuilder<>(IlProxMlp::new, new int[] {1, 28, 28}, 10, new Sgd(0.01));
  }

  /**
   * IL with SGD(.01): T = 25, γ_fb = .02, γ_own = .015, nodes after activations, of the authors'
   * code.
   *
   * @return the rule
   */
  public static LearningRule il() {
    return LearningRule.il()
        .withInferenceSteps(25)
        .withStepSizes(0.02, 0.015)
        .withUpdater(new Sgd(0.01));
  }

  /**
   * IL-Adam example by example: T = 20, γ_fb = .02, γ_own = .01, κ = .05, learning rate 1e-5, nodes
   * after activations, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule ilAdamAtBatch1() {
    return ilAdam(0.05, 1e-5);
  }

  /**
   * IL-Adam at minibatches of 64: T = 20, γ_fb = .02, γ_own = .01, κ = .65, learning rate 5e-6,
   * nodes after activations, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule ilAdamAtBatch64() {
    return ilAdam(0.65, 5e-6);
  }

  /**
   * IL-prox on Fashion-MNIST: α = 2.5, s = .25, T = 25, γ = .015, nodes before activations, of the
   * authors' code.
   *
   * @return the rule
   */
  public static LearningRule ilProx() {
    return LearningRule.ilProx(2.5, 0.25);
  }

  /**
   * IL-prox on MNIST: α = 5, else as {@link #ilProx()}, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule ilProxOnMnist() {
    return LearningRule.ilProx(5.0, 0.25);
  }

  /**
   * Fast IL-prox on Fashion-MNIST: T = 12, γ_fb = .025, γ_own = 0, else as {@link #ilProx()}, of
   * the authors' code.
   *
   * @return the rule
   */
  public static LearningRule ilProxFast() {
    return ilProx().withInferenceSteps(12).withStepSizes(0.025, 0.0);
  }

  /**
   * IL-prox-Adam on Fashion-MNIST: T = 20, γ_fb = .02, γ_own = .015, of the authors' code.
   *
   * @param learningRate of Adam, which is not known to us
   * @return the rule
   */
  public static LearningRule ilProxAdam(double learningRate) {
    return ilProx()
        .withInferenceSteps(20)
        .withStepSizes(0.02, 0.015)
        .withUpdater(new Adam(learningRate));
  }

  private static LearningRule ilAdam(double kappa, double learningRate) {
    return LearningRule.il()
        .withInferenceSteps(20)
        .withStepSizes(0.02, 0.01)
        .withOutput(OutputMode.soft(kappa))
        .withUpdater(new Adam(learningRate));
  }

  @Override
  void addLayers(NeuralNetConfiguration.ListBuilder list) {
    list.layer(new DenseLayer.Builder().nOut(500).build())
        .layer(new DenseLayer.Builder().nOut(500).build())
        .layer(classification());
  }
}
