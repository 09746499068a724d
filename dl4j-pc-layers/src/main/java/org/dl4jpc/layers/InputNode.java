// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.function.Consumer;

/**
 * x_0: clamped to the data, or free to move (it then has no prediction and no error of its own).
 */
public final class InputNode extends ValueNode {

  InputNode(Tensor value) {
    super("input", value);
  }

  @Override
  public void relax(double feedbackStep, double ownStep) {
    if (collectFeedback(value(), feedbackStep, 1.0)) {
      moved();
    }
  }

  @Override
  public void relaxHeld(double feedbackStep, double ownStep) {
    throw new UnsupportedOperationException("an input has no prediction to hold");
  }

  @Override
  public void relaxInOrder(double feedbackStep, double ownStep) {
    relax(feedbackStep, ownStep);
  }

  @Override
  public void visitProducer(Consumer<Block> visitor) {}
}
