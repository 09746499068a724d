// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation function z = a(u) of DL4J; feedback is a′(u) ⊙ e, or the full Jacobian for
 * activations that are not element-wise, such as softmax.
 */
final class ActivationKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final Tensor scratch;
  private final IActivation activation;
  private final boolean elementwise;
  private Tensor error;

  /**
   * Binds the activation to an input.
   *
   * @param input u
   * @param activation a; deterministic
   */
  ActivationKernel(Tensor input, IActivation activation) {
    this.input = input;
    this.activation = activation;
    this.elementwise = Activations.isElementwise(activation);
    this.output = input.like();
    this.scratch = input.like();
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    output.assign(input);
    INDArray in = form(output);
    INDArray out = activation.getActivation(in, true);
    if (out != in) {
      in.assign(out);
    }
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    scratch.assign(input);
    INDArray in = form(scratch);
    INDArray result = activation.backprop(in, form(error)).getFirst();
    if (result != in) {
      in.assign(result);
    }
    target.blend(alpha, scratch, beta);
  }

  private INDArray form(Tensor tensor) {
    return elementwise ? tensor.flat() : tensor.array();
  }

  @Override
  public long bytes() {
    return output.bytes() + scratch.bytes();
  }
}
