// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/**
 * z^k = m^k ⊙ u^k: what the readers of a recurrent layer's node see of it. Masked time steps are 0
 * to them, and so is the error that they send back, so that the node stays where its prediction is.
 */
final class SequenceMaskKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final Tensor scratch;
  private final SequenceMask mask;
  private final ElementProduct masking = new ElementProduct();
  private final ElementProduct maskingErrors = new ElementProduct();
  private Tensor error;

  /**
   * Binds a mask to an input.
   *
   * @param input u, time-major
   * @param mask m, of the same shape, read by the recurrent kernel before this one
   */
  SequenceMaskKernel(Tensor input, SequenceMask mask) {
    this.input = input;
    this.output = input.like();
    this.scratch = input.like();
    this.mask = mask;
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    masking.run(input.flat(), mask.factor().tensor().flat(), output.flat());
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    maskingErrors.run(error.flat(), mask.factor().tensor().flat(), scratch.flat());
    target.blend(alpha, scratch, beta);
  }

  @Override
  public int unitDimension() {
    return mask.factor().shape().unitDimension();
  }

  @Override
  public long bytes() {
    return output.bytes() + scratch.bytes();
  }
}
