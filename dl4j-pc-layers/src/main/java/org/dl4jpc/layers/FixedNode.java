// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.function.Consumer;

/**
 * The output of a part of the network that is frozen down to the inputs. Like a clamped input it
 * never moves, has no error and asks nobody for feedback; its value is the block's prediction
 * itself, made once in the feed-forward pass.
 */
final class FixedNode extends ValueNode {

  FixedNode(Block block, Tensor prediction) {
    super(block.name(), prediction);
  }

  @Override
  public void relax(double feedbackStep, double ownStep) {
    throw cannotMove();
  }

  @Override
  public void relaxHeld(double feedbackStep, double ownStep) {
    throw cannotMove();
  }

  @Override
  public void relaxInOrder(double feedbackStep, double ownStep) {
    throw cannotMove();
  }

  private static UnsupportedOperationException cannotMove() {
    return new UnsupportedOperationException("the output of a frozen part does not move");
  }

  @Override
  public void visitProducer(Consumer<Block> visitor) {}
}
