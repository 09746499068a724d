// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.zoo.ZooType;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A many-to-one recurrent network after Salvatori et al. 2021, "Predictive coding can do exact
 * backpropagation on convolutional and recurrent neural networks": a value node x^k at every time
 * step, x^k predicted by a(W_h x^{k−1} + W_x s_k + b), and the output by the last one.
 *
 * <p>The paper's sizes are not known to us. Ours: 64 tanh units; as default input 12 values over at
 * most 29 time steps and 9 classes, which are those of the data set Japanese Vowels; Glorot's
 * weights; SGD(.01).
 */
public final class ZilRnn extends PaperModel {

  private ZilRnn(PaperModelBuilder<ZilRnn> settings) {
    super(settings);
  }

  /**
   * Starts with the paper's settings.
   *
   * @return a builder
   */
  public static PaperModelBuilder<ZilRnn> builder() {
    return new PaperModelBuilder<>(ZilRnn::new, new int[] {12, 29}, 9, new Sgd(0.01));
  }

  /**
   * Z-IL, whose update is that of backpropagation through time.
   *
   * @return the rule
   */
  public static LearningRule zil() {
    return LearningRule.zil();
  }

  @Override
  void addLayers(NeuralNetConfiguration.ListBuilder list) {
    list.layer(
            new LastTimeStep(
                new SimpleRnn.Builder()
                    .nOut(64)
                    .activation(Activation.TANH)
                    .weightInit(WeightInit.XAVIER)
                    .build()))
        .layer(classification());
  }

  @Override
  InputType inputType(int[] shape) {
    return InputType.recurrent(shape[0], shape[1]);
  }

  @Override
  ZooType zooType() {
    return ZooType.RNN;
  }
}
