// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Scalar products of the channels of two tensors. */
final class ChannelDot {
  private final ChannelMatrix channels;
  private final ElementProduct multiply = new ElementProduct();
  private final SharedTensor shared;
  private final ChannelSum sum;
  private Tensor scratch;
  private INDArray product;

  /**
   * A product without operands yet.
   *
   * @param channels the layout
   * @param ones N of them
   * @param memory for the products of the elements
   */
  ChannelDot(ChannelMatrix channels, INDArray ones, SharedMemory memory) {
    this.channels = channels;
    this.shared = new SharedTensor(memory);
    this.sum = new ChannelSum(channels, ones);
  }

  /**
   * target = factor · Σ a ⊙ b over the elements of each channel.
   *
   * @param a of the layout
   * @param b of the same layout; may be a
   * @param target [C], overwritten
   * @param factor the factor
   */
  void run(Tensor a, Tensor b, INDArray target, double factor) {
    Tensor present = shared.take(a);
    if (present != scratch) {
      scratch = present;
      product = channels.of(present);
    }
    multiply.run(a.flat(), b.flat(), scratch.flat());
    sum.run(product, target, factor);
  }
}
