// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's mask of a feed-forward layer: rows of [B, n] where the mask is 0 become 0, and so do their
 * errors.
 */
final class MaskKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final Layer layer;
  private final Tensor scratch;
  private INDArray mask;
  private Tensor error;

  /**
   * Binds the mask of a layer to an input.
   *
   * @param input u, [B, n]
   * @param layer the layer whose mask of the present minibatch applies, a column [B, 1]
   */
  MaskKernel(Tensor input, Layer layer) {
    this.input = input;
    this.output = input.like();
    this.scratch = input.like();
    this.layer = layer;
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void feedForward() {
    mask = layer.getMaskArray().castTo(input.array().dataType());
    predict();
  }

  @Override
  public void predict() {
    output.assign(input);
    output.array().muliColumnVector(mask);
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    scratch.assign(error);
    scratch.array().muliColumnVector(mask);
    target.blend(alpha, scratch, beta);
  }

  @Override
  public long bytes() {
    return output.bytes() + scratch.bytes();
  }
}
