// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A value node x of the graph, and the blocks that read it. */
public abstract class ValueNode {
  private final String name;
  private final Tensor value;
  private final List<Reader> consumers = new ArrayList<>();

  /**
   * A block that reads the node.
   *
   * @param block the block
   * @param parent which of the block's presynaptic nodes this is
   */
  record Reader(Block block, int parent) {}

  ValueNode(String name, Tensor value) {
    this.name = name;
    this.value = value;
  }

  /**
   * Name for messages and reports.
   *
   * @return the DL4J layer whose output the node is, or "input"
   */
  public final String name() {
    return name;
  }

  /**
   * x.
   *
   * @return the same tensor at every call
   */
  public final Tensor value() {
    return value;
  }

  final void addConsumer(Block block, int parent) {
    consumers.add(new Reader(block, parent));
  }

  final List<Reader> consumers() {
    return consumers;
  }

  /** Tells the readers that x has moved. */
  final void moved() {
    for (Reader consumer : consumers) {
      consumer.block().markStale();
    }
  }

  /**
   * Sums the feedback of all consumers into a tensor.
   *
   * @param target target = beta · target + alpha · Σ Jᵀε̃
   * @param alpha γ_fb
   * @param beta factor of the present content
   * @return whether any consumer had an error to feed back; if not, the target is untouched
   */
  final boolean collectFeedback(Tensor target, double alpha, double beta) {
    double keep = beta;
    boolean driven = false;
    for (Reader consumer : consumers) {
      if (!consumer.block().isQuiet()) {
        consumer.block().feedback(consumer.parent(), target, alpha, keep);
        keep = 1.0;
        driven = true;
      }
    }
    return driven;
  }

  /**
   * One update of x from the feedback as it stands, x ← x + γ_fb Σ Jᵀε̃ − γ_own π ε; a recurrence
   * feeds back all its time steps at once.
   *
   * @param feedbackStep γ_fb
   * @param ownStep γ_own
   */
  public abstract void relax(double feedbackStep, double ownStep);

  /**
   * The same with all predictions held fixed: only the error takes the update, and no reader hears
   * of it.
   *
   * @param feedbackStep γ_fb
   * @param ownStep γ_own
   */
  public abstract void relaxHeld(double feedbackStep, double ownStep);

  /**
   * The same, with a recurrence taken in reverse order of time, each step hearing what the later
   * one became.
   *
   * @param feedbackStep γ_fb
   * @param ownStep γ_own
   */
  public abstract void relaxInOrder(double feedbackStep, double ownStep);

  /**
   * Shows the block that predicts this node, with its error made explicit; an input has none.
   *
   * @param visitor who is shown it
   */
  public abstract void visitProducer(Consumer<Block> visitor);
}
