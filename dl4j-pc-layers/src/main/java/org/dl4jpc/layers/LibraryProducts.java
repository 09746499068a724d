// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Convolution by libnd4j's own operations, which some backends have fast versions of: {@code
 * conv2d} forth, and back {@code deconv2d} with the same weights, the only operation that gives the
 * input gradient alone. There is none for the weight gradient alone, so that is the product with
 * patches here too; they are gathered for it only, and not kept.
 */
final class LibraryProducts implements ConvolutionProducts {
  /** Padding as given, channels before rows and columns, weights [C_out, C, kH, kW]. */
  private static final int[] FORMATS = {0, 0, 1};

  private final Convolution convolution;
  private final SharedTensor shared;
  private final Patches patches;
  private final PreparedOperation correlate;
  private PreparedOperation transpose;
  private Tensor error;
  private Tensor written;

  /**
   * Binds to the arrays.
   *
   * @param convolution its arrays, of a geometry that {@link #suits} this
   * @param memory shared
   */
  LibraryProducts(Convolution convolution, SharedMemory memory) {
    this.convolution = convolution;
    this.shared = new SharedTensor(memory);
    this.patches = Patches.unkept(convolution, memory);
    INDArray u = images(convolution.input());
    INDArray w = convolution.weights();
    INDArray b = convolution.bias();
    this.correlate =
        prepare(
            "conv2d",
            images(convolution.output()),
            b == null ? new INDArray[] {u, w} : new INDArray[] {u, w, b});
  }

  /**
   * Whether the operations do this convolution, and fast: not without windows, where the product
   * alone is faster; not with dilation, which oneDNN's version of {@code conv2d} fails at; and only
   * with the same padding on both sides, which is all that cuDNN knows.
   *
   * @param geometry of a convolution
   * @return whether this class may be used
   */
  static boolean suits(ConvolutionGeometry geometry) {
    return geometry.taps() > 1 && isPlain(geometry, 0) && isPlain(geometry, 1);
  }

  private static boolean isPlain(ConvolutionGeometry geometry, int axis) {
    int rest = geometry.input()[axis] + 2 * geometry.padding()[axis] - geometry.kernel()[axis];
    return geometry.dilation()[axis] == 1
        && geometry.output()[axis] == rest / geometry.stride()[axis] + 1;
  }

  private INDArray images(Tensor tensor) {
    return Images.nchw(tensor.array(), convolution.format());
  }

  private PreparedOperation prepare(String name, INDArray output, INDArray... inputs) {
    ConvolutionGeometry g = convolution.geometry();
    int[] arguments =
        Stream.of(g.kernel(), g.stride(), g.padding(), g.dilation(), FORMATS)
            .flatMapToInt(Arrays::stream)
            .toArray();
    return new PreparedOperation(
        DynamicCustomOp.builder(name)
            .addInputs(inputs)
            .addOutputs(output)
            .addIntegerArguments(arguments)
            .build());
  }

  @Override
  public void predict() {
    correlate.run();
  }

  @Override
  public void carryBack(ConvolutionError error, Tensor target, double alpha, double beta) {
    if (beta == 0.0) {
      transpose(error, target);
      target.scale(alpha);
    } else {
      Tensor addend = shared.take(target);
      transpose(error, addend);
      target.scale(beta);
      target.addScaled(alpha, addend);
    }
  }

  /** to = (∂z/∂u)ᵀ e; pixels that no window meets become 0. */
  private void transpose(ConvolutionError e, Tensor to) {
    if (e.tensor() != error || to != written) {
      error = e.tensor();
      written = to;
      transpose = prepare("deconv2d", images(to), images(e.tensor()), convolution.weights());
    }
    transpose.run();
  }

  @Override
  public INDArray patches() {
    return patches.gather();
  }

  @Override
  public long bytes() {
    return 0;
  }
}
