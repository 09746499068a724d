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
  private final Derivative derivative;
  private Tensor error;

  /** How an error is carried through a. */
  private interface Derivative {
    /** Says that there is a new prediction. */
    void predicted();

    /** target = beta · target + alpha · Jᵀe. */
    void carry(Tensor target, double alpha, double beta);
  }

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
    this.derivative = ActivationSlope.isKnown(activation) ? new FromSlope() : new FromDl4j();
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
    derivative.predicted();
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    derivative.carry(target, alpha, beta);
  }

  private INDArray form(Tensor tensor) {
    return elementwise ? tensor.flat() : tensor.array();
  }

  @Override
  public long bytes() {
    return 3 * output.bytes();
  }

  /** Through a′ as a function of the output, taken at most once a prediction. */
  private final class FromSlope implements Derivative {
    private final Tensor slope = input.like();
    private final ActivationSlope derivative = new ActivationSlope(activation);
    private final ElementProduct direct = new ElementProduct();
    private final ElementProduct aside = new ElementProduct();
    private boolean taken;

    @Override
    public void predicted() {
      taken = false;
    }

    @Override
    public void carry(Tensor target, double alpha, double beta) {
      if (!taken) {
        derivative.write(output.flat(), slope.flat());
        taken = true;
      }
      if (beta == 0.0) {
        direct.run(error.flat(), slope.flat(), target.flat());
        target.scale(alpha);
      } else {
        aside.run(error.flat(), slope.flat(), scratch.flat());
        target.blend(alpha, scratch, beta);
      }
    }
  }

  /** Through DL4J's own derivative, a function of the input. */
  private final class FromDl4j implements Derivative {
    @Override
    public void predicted() {}

    @Override
    public void carry(Tensor target, double alpha, double beta) {
      scratch.assign(input);
      INDArray in = form(scratch);
      INDArray result = activation.backprop(in, form(error)).getFirst();
      if (result != in) {
        in.assign(result);
      }
      target.blend(alpha, scratch, beta);
    }
  }
}
