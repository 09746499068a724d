// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * An operation of ND4J, prepared once for its operands and then run again and again. Preparing
 * costs several times what a small operation does itself, and leaves native objects that only a
 * garbage collection frees.
 *
 * <p>A call with other arrays prepares again, so operands should be lasting ones.
 */
final class ArrayOperation {
  private final String name;
  private INDArray target;
  private INDArray[] operands;
  private PreparedOperation operation;

  /**
   * Chooses the operation.
   *
   * @param name ND4J's, of an operation without parameters
   */
  ArrayOperation(String name) {
    this.name = name;
  }

  /**
   * c = a + b.
   *
   * @return an operation of two operands of one shape, or of shapes that broadcast
   */
  static ArrayOperation sum() {
    return new ArrayOperation("add");
  }

  /**
   * c = a − b.
   *
   * @return an operation of two operands of one shape, or of shapes that broadcast
   */
  static ArrayOperation difference() {
    return new ArrayOperation("subtract");
  }

  /**
   * Runs it.
   *
   * @param c overwritten; may be the first operand
   * @param arrays the operands
   */
  void into(INDArray c, INDArray... arrays) {
    if (c != target || !same(arrays)) {
      prepare(c, arrays);
    }
    operation.run();
  }

  private boolean same(INDArray[] arrays) {
    for (int i = 0; i < arrays.length; i++) {
      if (arrays[i] != operands[i]) {
        return false;
      }
    }
    return true;
  }

  private void prepare(INDArray c, INDArray[] arrays) {
    operation =
        new PreparedOperation(
            DynamicCustomOp.builder(name).addInputs(arrays).addOutputs(c).build());
    operands = arrays;
    target = c;
  }
}
