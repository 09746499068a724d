// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.nd4j.linalg.activations.Activation;

/** The kernels that run DL4J's own layers and preprocessors keep the contract, too. */
class GeneralKernelsContractTest extends KernelContract {

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    ImageLayout c = ImageLayout.C_ORDER;
    ImageLayout major = ImageLayout.CHANNEL_MAJOR;
    return Stream.of(
        named("dense", () -> layer(dense().build(), KernelFixtures.random('c', 3, 5))),
        named("dense, f", () -> layer(dense().build(), KernelFixtures.random('f', 3, 5))),
        named(
            "dropout", () -> layer(dense().dropOut(0.6).build(), KernelFixtures.random('c', 3, 5))),
        named("weight noise", GeneralKernelsContractTest::weightNoise),
        named("convolution", () -> layer(convolution(), c.random(CNN2DFormat.NCHW, 2, 3, 7, 9))),
        named(
            "permuted input",
            () -> layer(convolution(), major.random(CNN2DFormat.NCHW, 2, 3, 7, 9))),
        named(
            "upsampling",
            () ->
                layer(
                    new Upsampling2D.Builder(2).build(),
                    major.random(CNN2DFormat.NCHW, 2, 3, 3, 2))),
        named(
            "response normalisation",
            () ->
                layer(
                    new LocalResponseNormalization.Builder().build(),
                    c.random(CNN2DFormat.NCHW, 2, 6, 3, 2))),
        named("flattening", () -> flattening(major.random(CNN2DFormat.NCHW, 4, 2, 3, 5))),
        named("to sequences", () -> toSequences(KernelFixtures.random('c', 6, 4))));
  }

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.TANH);
  }

  private static ConvolutionLayer convolution() {
    return new ConvolutionLayer.Builder(2, 3)
        .stride(2, 1)
        .nIn(3)
        .nOut(4)
        .activation(Activation.SIGMOID)
        .build();
  }

  private static Subject layer(Layer configuration, Tensor input) {
    LayerSite site = KernelFixtures.site(configuration);
    LayerKernel kernel = new LayerKernel(input, site.layer());
    return site.learns()
        ? new Subject(input, kernel, site.parameters())
        : new Subject(input, kernel);
  }

  /** DL4J's weight gradient is that of the noisy weight, so it is not checked by differences. */
  private static Subject weightNoise() {
    Tensor input = KernelFixtures.random('c', 3, 5);
    Layer noisy = dense().weightNoise(new DropConnect(0.7)).build();
    return new Subject(input, new LayerKernel(input, KernelFixtures.site(noisy).layer()));
  }

  private static Subject flattening(Tensor input) {
    return new Subject(
        input, new PreprocessorKernel(input, new CnnToFeedForwardPreProcessor(3, 5, 2), 4));
  }

  private static Subject toSequences(Tensor input) {
    return new Subject(input, new PreprocessorKernel(input, new FeedForwardToRnnPreProcessor(), 2));
  }
}
