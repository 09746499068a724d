// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The first prediction of a minibatch, kernel by kernel, in the order in which DL4J runs its layers
 * and so draws their noise: hidden layers in topological order, in whichever block they are; then
 * output layers, which DL4J runs only in its backward pass, in reverse topological order.
 */
final class FeedForwardPass {
  private final List<Runnable> hidden = new ArrayList<>();
  private final Deque<List<Runnable>> outputs = new ArrayDeque<>();
  private final List<Runnable> carries = new ArrayList<>();
  private List<Runnable> current = hidden;

  /**
   * Adds a step.
   *
   * @param step of the hidden layers, or, after {@link #beginOutput()}, of that output layer
   */
  void add(Runnable step) {
    current.add(step);
  }

  /** Says that the steps that follow are an output layer's. */
  void beginOutput() {
    current = new ArrayList<>();
    outputs.addFirst(current);
  }

  /** Says that the steps that follow are hidden layers' again. */
  void endOutput() {
    current = hidden;
  }

  /**
   * Adds what leaves the state at the end of the pass to the next segment of the sequences.
   *
   * @param carry of a kernel
   */
  void addCarry(Runnable carry) {
    carries.add(carry);
  }

  /** Leaves all states to the next segment. */
  void carryStates() {
    carries.forEach(Runnable::run);
  }

  /** Runs all steps. */
  void run() {
    hidden.forEach(Runnable::run);
    outputs.forEach(steps -> steps.forEach(Runnable::run));
  }
}
