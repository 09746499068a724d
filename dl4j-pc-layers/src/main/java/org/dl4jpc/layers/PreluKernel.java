// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.params.PReLUParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A rectifier with learned slopes (He et al. 2015): z = s ⊙ u with s = 1 where u ≥ 0, and the
 * unit's own slope a elsewhere; a has the shape of one example.
 *
 * <p>Feedback is s ⊙ e, the gradient of a the sum over samples of u ⊙ e where u &lt; 0.
 */
final class PreluKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final Tensor negative;
  private final Tensor slope;
  private final Tensor scratch;
  private final INDArray weights;
  private final INDArray excess;
  private final INDArray sampleExcess;
  private final INDArray weightGradient;
  private final Map<String, INDArray> gradients;
  private final Step step;
  private final ArrayOperation spread = new ArrayOperation("multiply");
  private final ElementProduct apply = new ElementProduct();
  private final ElementProduct direct = new ElementProduct();
  private final ElementProduct aside = new ElementProduct();
  private final ElementProduct select = new ElementProduct();
  private final ElementProduct weigh = new ElementProduct();
  private Tensor error;

  /**
   * Binds the rectifier to an input.
   *
   * @param input u, in any layout
   * @param parameters DL4J's parameter view
   * @param gradients DL4J's gradient view, same key
   */
  PreluKernel(Tensor input, Map<String, INDArray> parameters, Map<String, INDArray> gradients) {
    this.input = input;
    this.output = input.like();
    this.negative = input.like();
    this.slope = input.like();
    this.scratch = input.like();
    this.weights = parameters.get(PReLUParamInitializer.WEIGHT_KEY);
    this.excess =
        LastingMemory.allocate(
            () -> Nd4j.createUninitialized(weights.dataType(), weights.shape(), 'c'));
    long[] sample = input.array().shape().clone();
    sample[0] = 1;
    this.sampleExcess = excess.reshape('c', sample);
    this.weightGradient = gradients.get(PReLUParamInitializer.WEIGHT_KEY);
    this.gradients = gradients;
    this.step = new Step(scratch.flat(), negative.flat(), 0.0);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    scratch.blend(-1.0, input, 0.0);
    Nd4j.getExecutioner().exec(step);
    excess.assign(weights).subi(1.0);
    spread.into(slope.array(), negative.array(), sampleExcess);
    slope.flat().addi(1.0);
    apply.run(input.flat(), slope.flat(), output.flat());
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (beta == 0.0) {
      direct.run(error.flat(), slope.flat(), target.flat());
      target.scale(alpha);
    } else {
      aside.run(error.flat(), slope.flat(), scratch.flat());
      target.blend(alpha, scratch, beta);
    }
  }

  @Override
  public void gradient(double scale) {
    select.run(input.flat(), negative.flat(), scratch.flat());
    weigh.run(scratch.flat(), error.flat(), scratch.flat());
    weightGradient.assign(scratch.array().sum(0)).muli(scale);
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }

  @Override
  public long bytes() {
    return 4 * output.bytes() + excess.length() * excess.dataType().width();
  }
}
