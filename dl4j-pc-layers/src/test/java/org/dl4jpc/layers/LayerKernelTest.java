// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the general kernel makes of DL4J's forward and backward passes. */
class LayerKernelTest {
  private static final long BATCH = 4;
  private static final long WIDTH = 6;

  private final Tensor input = tensor(WIDTH);

  private static Tensor tensor(long width) {
    Tensor tensor = Tensor.allocate(DataType.DOUBLE, 'c', BATCH, width);
    tensor.assign(Minibatches.uniform(BATCH, width));
    return tensor;
  }

  private static Tensor error(long width, double factor) {
    Tensor error = tensor(width);
    error.scale(factor);
    return error;
  }

  private static Layer first(org.deeplearning4j.nn.conf.layers.Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Chains.chain(InputType.feedForward(WIDTH), layer, Chains.dense(5), Chains.output(3)));
    network.init();
    network.initGradientsView();
    network.getLayer(0).allowInputModification(false);
    return network.getLayer(0);
  }

  private static Layer dense() {
    return first(new DenseLayer.Builder().nOut(5).dropOut(0.5).build());
  }

  private static INDArray gradient(LayerKernel kernel, double scale) {
    kernel.gradient(scale);
    return kernel.gradientViews().get("W").dup();
  }

  private INDArray feedback(LayerKernel kernel) {
    Tensor target = input.like();
    kernel.feedback(target, 1.0, 0.0);
    return target.array();
  }

  private LayerKernel fed(Layer layer) {
    LayerKernel kernel = new LayerKernel(input, layer);
    kernel.feedForward();
    return kernel;
  }

  @Test
  void gradientIsLinearInItsScale() {
    LayerKernel kernel = fed(dense());
    kernel.receive(error(5, 1.0));
    INDArray whole = gradient(kernel, -1.0);
    assertThat(gradient(kernel, -1.0)).isEqualTo(whole);
    assertThat(gradient(kernel, -0.5)).isEqualTo(whole.mul(0.5));
    assertThat(gradient(kernel, 1.0)).isEqualTo(whole.neg());
    assertThat(gradient(kernel, 0.0)).isEqualTo(whole.mul(0.0));
    assertThat(gradient(kernel, -1.0)).isEqualTo(whole);
  }

  @Test
  void feedbackAndGradientComeInAnyOrder() {
    LayerKernel kernel = fed(dense());
    kernel.receive(error(5, 1.0));
    INDArray feedback = feedback(kernel);
    INDArray gradient = gradient(kernel, 2.0);
    assertThat(feedback(kernel)).isEqualTo(feedback);
    assertThat(kernel.gradientViews().get("W")).isEqualTo(gradient);
    kernel.receive(error(5, 1.0));
    assertThat(gradient(kernel, 2.0)).isEqualTo(gradient);
    assertThat(feedback(kernel)).isEqualTo(feedback);
    assertThat(kernel.gradientViews().get("W")).isEqualTo(gradient);
  }

  @Test
  void feedbackOfAnotherErrorLeavesTheGradientTaken() {
    LayerKernel kernel = fed(dense());
    kernel.receive(error(5, 1.0));
    INDArray gradient = gradient(kernel, -1.0);
    INDArray feedback = feedback(kernel);
    kernel.receive(error(5, 3.0));
    assertThat(feedback(kernel).distance2(feedback.mul(3.0))).isLessThan(1e-14);
    assertThat(kernel.gradientViews().get("W")).isEqualTo(gradient);
    assertThat(gradient(kernel, -1.0).distance2(gradient.mul(3.0))).isLessThan(1e-14);
  }

  @Test
  void holdsNoiseUntilTheNextMinibatch() {
    LayerKernel kernel = fed(dense());
    INDArray first = kernel.output().array().dup();
    Nd4j.rand(10);
    kernel.predict();
    assertThat(kernel.output().array()).isEqualTo(first);
    kernel.feedForward();
    assertThat(kernel.output().array()).isNotEqualTo(first);
  }

  @Test
  void repeatedPredictionsLeaveTheRandomGeneratorAlone() {
    Tensor error = error(5, 1.0);
    LayerKernel kernel = fed(dense());
    long before = Nd4j.getRandom().rootState();
    kernel.predict();
    kernel.receive(error);
    gradient(kernel, -1.0);
    assertThat(Nd4j.getRandom().rootState()).isEqualTo(before);
  }

  @Test
  void runningStatisticsAreThoseOfTheFeedForwardPass() {
    LayerKernel kernel = fed(first(new BatchNormalization.Builder().build()));
    Tensor error = error(WIDTH, 1.0);
    kernel.receive(error);
    kernel.gradient(-1.0);
    INDArray mean = kernel.gradientViews().get("mean").dup();
    INDArray gamma = kernel.gradientViews().get("gamma").dup();
    input.array().muli(2.0).addi(input.array().mul(input.array()));
    kernel.predict();
    kernel.receive(error);
    kernel.gradient(-0.5);
    assertThat(kernel.gradientViews().get("mean")).isEqualTo(mean);
    assertThat(kernel.gradientViews().get("gamma").distance2(gamma)).isGreaterThan(0.1);
    kernel.feedForward();
    kernel.receive(error);
    kernel.gradient(-1.0);
    assertThat(kernel.gradientViews().get("mean").distance2(mean)).isGreaterThan(0.01);
  }

  @Test
  void saysWhenALayerGivesNoFeedback() {
    Tensor indices = Tensor.allocate(DataType.DOUBLE, 'c', BATCH, 1);
    Layer embedding = first(new EmbeddingLayer.Builder().nOut(5).build());
    LayerKernel kernel = new LayerKernel(indices, embedding);
    kernel.feedForward();
    kernel.receive(error(5, 1.0));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> kernel.feedback(indices.like(), 1.0, 0.0))
        .withMessage("layer 'layer0' (EmbeddingLayer) gives no gradient of its input");
  }
}
