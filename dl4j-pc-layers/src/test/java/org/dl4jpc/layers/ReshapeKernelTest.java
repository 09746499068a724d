// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReshapeKernelTest extends KernelContract {
  private static final InputPreProcessor FLATTEN =
      new CnnToFeedForwardPreProcessor(3, 5, 2, CNN2DFormat.NCHW);
  private static final InputPreProcessor FLATTEN_NHWC =
      new CnnToFeedForwardPreProcessor(3, 5, 2, CNN2DFormat.NHWC);
  private static final InputPreProcessor UNFLATTEN = new FeedForwardToCnnPreProcessor(3, 5, 2);

  private static Tensor images(ImageLayout layout, CNN2DFormat format) {
    return layout.random(format, 4, 2, 3, 5);
  }

  private static Subject subject(Tensor input, InputPreProcessor preprocessor) {
    return new Subject(input, KernelFixtures.compile(preprocessor, input, 4));
  }

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    CNN2DFormat nchw = CNN2DFormat.NCHW;
    CNN2DFormat nhwc = CNN2DFormat.NHWC;
    return Stream.of(
        named("shared", () -> subject(images(ImageLayout.C_ORDER, nchw), FLATTEN)),
        named("copied", () -> subject(images(ImageLayout.CHANNEL_MAJOR, nchw), FLATTEN)),
        named("f order", () -> subject(images(ImageLayout.F_ORDER, nchw), FLATTEN)),
        named("shared NHWC", () -> subject(images(ImageLayout.C_ORDER, nhwc), FLATTEN_NHWC)),
        named("copied NHWC", () -> subject(images(ImageLayout.CHANNEL_MAJOR, nhwc), FLATTEN_NHWC)),
        named("rows", () -> subject(KernelFixtures.random('c', 4, 30), UNFLATTEN)),
        named("rows, f order", () -> subject(KernelFixtures.random('f', 4, 30), UNFLATTEN)));
  }

  private static Kernel lastKernel(InputPreProcessor preprocessor, Tensor input) {
    GraphBuilder graph = new GraphBuilder(input);
    PreprocessorCompilers.compile(preprocessor, 4, graph);
    return KernelFixtures.chain(graph).last();
  }

  private static void assertEqualsDl4j(Tensor input, InputPreProcessor preprocessor) {
    assertThat(lastKernel(preprocessor, input)).isInstanceOf(ReshapeKernel.class);
    Kernel kernel = KernelFixtures.compile(preprocessor, input, 4);
    kernel.predict();
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    var expected = preprocessor.preProcess(input.array().dup('c'), 4, workspaces);
    assertThat(kernel.output().array()).isEqualTo(expected);
    kernel.receive(kernel.output());
    Tensor back = input.like();
    kernel.feedback(back, 1.0, 0.0);
    assertThat(back.array().dup('c')).isEqualTo(preprocessor.backprop(expected, 4, workspaces));
  }

  @ParameterizedTest
  @EnumSource(ImageLayout.class)
  void flatteningEqualsDl4j(ImageLayout layout) {
    assertEqualsDl4j(images(layout, CNN2DFormat.NCHW), FLATTEN);
    assertEqualsDl4j(images(layout, CNN2DFormat.NHWC), FLATTEN_NHWC);
  }

  @ParameterizedTest
  @ValueSource(chars = {'c', 'f'})
  void unflatteningEqualsDl4j(char order) {
    assertEqualsDl4j(KernelFixtures.random(order, 4, 30), UNFLATTEN);
  }

  @Test
  void plainOrderIsShared() {
    Tensor input = KernelFixtures.random('c', 4, 30);
    Kernel kernel = lastKernel(UNFLATTEN, input);
    input.flat().putScalar(7, 42.0);
    assertThat(kernel.output().flat().getDouble(7)).isEqualTo(42.0);
    assertThat(kernel.bytes()).isZero();
  }

  /** Rank 4 where rows are expected, and images of another size, are DL4J's to pass or refuse. */
  @Test
  void oddInputsAreLeftToTheGeneralKernel() {
    Tensor images = images(ImageLayout.C_ORDER, CNN2DFormat.NCHW);
    assertThat(lastKernel(UNFLATTEN, images)).isInstanceOf(PreprocessorKernel.class);
    Tensor rows = KernelFixtures.random('c', 4, 30);
    assertThat(lastKernel(FLATTEN, rows)).isInstanceOf(PreprocessorKernel.class);
  }
}
