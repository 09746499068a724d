// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** c = a ⊙ b, prepared; see {@link ArrayOperation}. */
final class ElementProduct {
  private final ArrayOperation product = new ArrayOperation("multiply");

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
    Arrays.setAll(products, k -> new ElementProduct());
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
    product.into(c, a, b);
  }
}
