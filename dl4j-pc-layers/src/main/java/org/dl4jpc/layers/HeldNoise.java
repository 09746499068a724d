// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.function.Supplier;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Noise drawn once and repeated: the random generator's state before a draw, to which it is put
 * back for each repetition, without disturbing the sequence of later draws.
 */
final class HeldNoise {
  private long root;
  private long node;

  /** Remembers the generator's present state as the start of the draw that follows. */
  void record() {
    Random random = Nd4j.getRandom();
    root = random.rootState();
    node = random.nodeState();
  }

  /**
   * Runs something that draws, from the remembered state.
   *
   * @param draw what to run
   * @param <T> what it returns
   * @return its result
   */
  <T> T replay(Supplier<T> draw) {
    Random random = Nd4j.getRandom();
    long presentRoot = random.rootState();
    long presentNode = random.nodeState();
    random.setStates(root, node);
    try {
      return draw.get();
    } finally {
      random.setStates(presentRoot, presentNode);
    }
  }
}
