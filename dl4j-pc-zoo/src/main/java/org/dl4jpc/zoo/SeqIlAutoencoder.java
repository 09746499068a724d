// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The autoencoder of Alonso et al. 2023: 3072-1024-256-20-256-1024-3072, for SVHN and CIFAR-10,
 * ReLU. The loss is binary cross-entropy over sigmoid outputs, which the same authors report for
 * autoencoders in 2022; DL4J sums it over the outputs. Labels are the images themselves, flat and
 * with values in 0 to 1.
 *
 * <p>The default updater, SGD(.1), is SeqIL's on CIFAR-10; backpropagation's is not known to us.
 * All rules have T = 6, γ = .035 / (1 + t), the soft clamp κ = 1/101 and nodes before activations,
 * of the authors' code.
 */
public final class SeqIlAutoencoder extends PaperModel {

  private SeqIlAutoencoder(PaperModelBuilder<SeqIlAutoencoder> settings) {
    super(settings);
  }

  /**
   * Starts with the paper's settings.
   *
   * @return a builder
   */
  public static PaperModelBuilder<SeqIlAutoencoder> builder() {
    return new PaperModelBuilder<>(SeqIlAutoencoder::new, new int[] {3, 32, 32}, 0, new Sgd(0.1));
  }

  /**
   * SeqIL on CIFAR-10: SGD(.1), of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlOnCifar10() {
    return with(LearningRule.seqIl()).withUpdater(new Sgd(0.1));
  }

  /**
   * SeqIL on SVHN: SGD(.05), of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlOnSvhn() {
    return with(LearningRule.seqIl()).withUpdater(new Sgd(0.05));
  }

  /**
   * SeqIL-MQ on CIFAR-10: α = 1.2e-5, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlMqOnCifar10() {
    return with(LearningRule.seqIlMq(1.2e-5));
  }

  /**
   * SeqIL-MQ on SVHN: α = 1.6e-5, of the authors' code.
   *
   * @return the rule
   */
  public static LearningRule seqIlMqOnSvhn() {
    return with(LearningRule.seqIlMq(1.6e-5));
  }

  private static LearningRule with(LearningRule rule) {
    return SeqIlRules.with(rule, 0.035).withInferenceSteps(6);
  }

  @Override
  void addLayers(NeuralNetConfiguration.ListBuilder list) {
    for (int units : new int[] {1024, 256, 20, 256, 1024}) {
      list.layer(new DenseLayer.Builder().nOut(units).build());
    }
    list.layer(
        new OutputLayer.Builder(LossFunction.XENT)
            .nOut(inputs())
            .activation(Activation.SIGMOID)
            .build());
  }
}
