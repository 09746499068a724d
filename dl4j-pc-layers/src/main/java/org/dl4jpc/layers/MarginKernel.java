// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Zero padding and cropping: one is the transpose of the other. The smaller tensor is a strided
 * view of the larger one, and the output lies in memory as the input does.
 */
final class MarginKernel implements Kernel {
  private final Margins margins;
  private final boolean pads;
  private final Tensor input;
  private final Tensor output;
  private final Tensor scratch;
  private final INDArray inside;
  private final INDArray scratchInside;
  private Tensor error;
  private INDArray errorInside;

  /**
   * Binds to an input.
   *
   * @param input u, in any layout
   * @param margins of the larger of both tensors
   * @param pads true for padding, false for cropping
   * @param dl4jOrder ordering that DL4J's own result has
   */
  MarginKernel(Tensor input, Margins margins, boolean pads, char dl4jOrder) {
    this.margins = margins;
    this.pads = pads;
    this.input = input;
    this.output = input.ofShape(dl4jOrder, margins.change(input.array().shape(), pads ? 1 : -1));
    this.scratch = pads ? null : input.like();
    this.inside = inside(pads ? output : input);
    this.scratchInside = pads ? null : inside(scratch);
  }

  private INDArray inside(Tensor large) {
    long[] stride = large.array().stride();
    return StridedViews.of(
        large.array(), margins.offset(stride), margins.change(large.array().shape(), -1), stride);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    if (pads) {
      inside.assign(input.array());
    } else {
      output.assign(inside);
    }
  }

  @Override
  public void receive(Tensor error) {
    if (this.error != error) {
      this.error = error;
      this.errorInside = pads ? inside(error) : null;
    }
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (pads) {
      target.blend(alpha, errorInside, beta);
    } else {
      scratchInside.assign(error.array());
      target.blend(alpha, scratch, beta);
    }
  }

  @Override
  public long bytes() {
    return output.bytes() + (pads ? 0 : scratch.bytes());
  }
}
