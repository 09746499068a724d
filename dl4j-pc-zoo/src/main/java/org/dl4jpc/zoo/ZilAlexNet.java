// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A variant of AlexNet for small images, after Salvatori et al. 2021: five convolutions, three
 * poolings, three dense layers.
 *
 * <p>The paper's variant is not known to us. Ours, for 32×32: C64-5, pooling, C192-5, pooling,
 * C384-3, C256-3, C256-3, pooling, FC1024, FC1024, FC10, with Krizhevsky's channels of 2014, max
 * pooling 3s2, stride 1, ReLU, He's weights, no dropout and no normalisation; SGD(.01).
 */
public final class ZilAlexNet extends PaperModel {

  private ZilAlexNet(PaperModelBuilder<ZilAlexNet> settings) {
    super(settings);
  }

  /**
   * Starts with the paper's settings.
   *
   * @return a builder
   */
  public static PaperModelBuilder<ZilAlexNet> builder() {
    return new PaperModelBuilder<>(ZilAlexNet::new, new int[] {3, 32, 32}, 10, new Sgd(0.01));
  }

  /**
   * Z-IL, whose update is backpropagation's.
   *
   * @return the rule
   */
  public static LearningRule zil() {
    return LearningRule.zil();
  }

  @Override
  void addLayers(NeuralNetConfiguration.ListBuilder list) {
    list.layer(convolution(64, 5))
        .layer(pooling())
        .layer(convolution(192, 5))
        .layer(pooling())
        .layer(convolution(384, 3))
        .layer(convolution(256, 3))
        .layer(convolution(256, 3))
        .layer(pooling())
        .layer(dense())
        .layer(dense())
        .layer(classification());
  }

  private static ConvolutionLayer convolution(int channels, int side) {
    return new ConvolutionLayer.Builder(side, side)
        .convolutionMode(ConvolutionMode.Same)
        .weightInit(WeightInit.RELU)
        .nOut(channels)
        .build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(3, 3)
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(1024).weightInit(WeightInit.RELU).build();
  }
}
