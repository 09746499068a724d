// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The small convolutional network of Alonso et al. 2023: C64-5s2, C128-5s2, C256-3s2, FC10
 * (channels - side of the kernel - stride), ReLU, no pooling, softmax and cross-entropy, for SVHN,
 * CIFAR-10 and Tiny ImageNet (64×64, 200 classes), minibatches of 64. Their test accuracy on
 * CIFAR-10: backpropagation 67.8 %, SeqIL 50.7, SeqIL-MQ 67.5, SeqIL-Adam 59.7. Padding, which the
 * paper does not tell, is ours: DL4J's mode {@code Same}, so that 32×32 becomes 16×16, 8×8 and 4×4.
 *
 * <p>The default updater is backpropagation's of the authors' code on CIFAR-10, SGD(.014); on SVHN
 * it is SGD(.01). All rules have γ = .04 / (1 + t), the soft clamp κ = 1/101 and nodes after
 * activations, of the authors' code, and T = 3 unless said.
 */
public final class SeqIlConvolutional extends PaperModel {
  /** γ, of the authors' code for convolutional networks. */
  private static final double STEP_SIZE = 0.04;

  private SeqIlConvolutional(PaperModelBuilder<SeqIlConvolutional> settings) {
    super(settings);
  }

  /**
   * Starts with the paper's settings.
   *
   * @return a builder
   */
  public static PaperModelBuilder<SeqIlConvolutional> builder() {
    return new PaperModelBuilder<>(
        SeqIlConvolutional::new, new int[] {3, 32, 32}, 10, new Sgd(0.014));
  }

  /**
   * SeqIL on CIFAR-10: SGD(.5), of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlOnCifar10() {
    return SeqIlRules.convolutional(LearningRule.seqIl(), STEP_SIZE).withUpdater(new Sgd(0.5));
  }

  /**
   * SeqIL on SVHN: SGD(.25), of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlOnSvhn() {
    return SeqIlRules.convolutional(LearningRule.seqIl(), STEP_SIZE).withUpdater(new Sgd(0.25));
  }

  /**
   * SeqIL-MQ on CIFAR-10: α = 2.2e-4, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlMqOnCifar10() {
    return SeqIlRules.convolutional(LearningRule.seqIlMq(2.2e-4), STEP_SIZE);
  }

  /**
   * SeqIL-MQ on SVHN: α = 7e-5, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlMqOnSvhn() {
    return SeqIlRules.convolutional(LearningRule.seqIlMq(7e-5), STEP_SIZE);
  }

  /**
   * SeqIL-MQ on Tiny ImageNet: α = 1.2e-4, T = 4, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlMqOnTinyImageNet() {
    return SeqIlRules.convolutional(LearningRule.seqIlMq(1.2e-4), STEP_SIZE).withInferenceSteps(4);
  }

  /**
   * SeqIL-Adam on CIFAR-10: learning rate 7.5e-5, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlAdamOnCifar10() {
    return SeqIlRules.convolutional(LearningRule.seqIl(), STEP_SIZE).withUpdater(new Adam(7.5e-5));
  }

  /**
   * SeqIL-Adam on SVHN: learning rate 1e-5, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlAdamOnSvhn() {
    return SeqIlRules.convolutional(LearningRule.seqIl(), STEP_SIZE).withUpdater(new Adam(1e-5));
  }

  @Override
  void addLayers(NeuralNetConfiguration.ListBuilder list) {
    list.layer(convolution(64, 5))
        .layer(convolution(128, 5))
        .layer(convolution(256, 3))
        .layer(classification());
  }

  private static ConvolutionLayer convolution(int channels, int side) {
    return new ConvolutionLayer.Builder(side, side)
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Same)
        .nOut(channels)
        .build();
  }
}
