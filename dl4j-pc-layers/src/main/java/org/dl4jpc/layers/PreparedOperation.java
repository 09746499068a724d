// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An operation with its native context, which holds shapes and buffers, prepared once for its
 * arrays and then run again and again. Its outputs are taken to have the right shapes.
 */
final class PreparedOperation {
  private final CustomOp operation;
  private final OpContext context = Nd4j.getExecutioner().buildContext();

  /**
   * Prepares.
   *
   * @param operation with inputs, outputs and arguments
   */
  PreparedOperation(CustomOp operation) {
    this.operation = operation;
    context.setInputArrays(operation.inputArguments());
    context.setOutputArrays(operation.outputArguments());
    context.setIArguments(operation.iArgs());
    context.setBArguments(operation.bArgs());
    context.setTArguments(operation.tArgs());
    context.shapeFunctionOverride(true);
  }

  /**
   * Sets other arguments of floating point.
   *
   * @param arguments all of them
   */
  void setFactors(double... arguments) {
    context.setTArguments(arguments);
  }

  /** Runs on the arrays' present content. */
  void run() {
    Nd4j.getExecutioner().exec(operation, context);
  }
}
