// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * c = a ⊙ b, prepared once for its operands and then run again and again, for the small products of
 * single time steps, whose preparation costs several times what they do themselves.
 *
 * <p>A call with other arrays prepares again, so operands should be lasting ones.
 */
final class ElementProduct {
  private INDArray left;
  private INDArray right;
  private INDArray target;
  private DynamicCustomOp operation;
  private OpContext context;

  /** A product without operands yet. */
  ElementProduct() {}

  /**
   * As many products, for the time steps of a sequence.
   *
   * @param count how many
   * @return new ones
   */
  static ElementProduct[] forSteps(long count) {
    ElementProduct[] products = new ElementProduct[(int) count];
    for (int k = 0; k < products.length; k++) {
      products[k] = new ElementProduct();
    }
    return products;
  }

  /**
   * Multiplies.
   *
   * @param a any shape
   * @param b of the same shape, or one that broadcasts to it
   * @param c overwritten; may be a
   */
  void run(INDArray a, INDArray b, INDArray c) {
    if (a != left || b != right || c != target) {
      prepare(a, b, c);
    }
    Nd4j.getExecutioner().exec(operation, context);
  }

  private void prepare(INDArray a, INDArray b, INDArray c) {
    operation = DynamicCustomOp.builder("multiply").addInputs(a, b).addOutputs(c).build();
    context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(a, b);
    context.setOutputArrays(c);
    left = a;
    right = b;
    target = c;
  }
}
