// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import java.util.List;

/** Hears how a comparison gets on. */
@FunctionalInterface
public interface Progress {

  /**
   * The state after a step of every algorithm.
   *
   * @param epoch from 1
   * @param epochs in all
   * @param step in this epoch, from 1
   * @param steps in an epoch
   * @param standings one an algorithm
   */
  record State(int epoch, int epochs, int step, int steps, List<Standing> standings) {

    /** {@return steps done in all epochs} */
    public long done() {
      return (epoch - 1L) * steps + step;
    }

    /** {@return steps in all epochs} */
    public long total() {
      return (long) epochs * steps;
    }
  }

  /**
   * Where an algorithm stands.
   *
   * @param algorithm that trains
   * @param loss mean loss an image, smoothed over the last steps
   * @param accuracy on the test images when they were last looked at, 0 to 1
   */
  record Standing(Algorithm algorithm, double loss, double accuracy) {}

  /**
   * Called after each step of all algorithms; at the end of an epoch once the test is done.
   *
   * @param state of the comparison
   */
  void update(State state);
}
