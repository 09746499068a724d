// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A state of ND4J's random generator, to draw the same noise again.
 *
 * @param root of the generator
 * @param node of the generator
 */
record RandomState(long root, long node) {

  /** The present state. */
  static RandomState now() {
    Random random = Nd4j.getRandom();
    return new RandomState(random.rootState(), random.nodeState());
  }

  /** Goes back to this state. */
  void restore() {
    Nd4j.getRandom().setStates(root, node);
  }
}
