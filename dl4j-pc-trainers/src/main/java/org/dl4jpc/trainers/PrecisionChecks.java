// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;

/** Whether a rule has as many precisions as a network has hidden nodes. */
final class PrecisionChecks {

  private PrecisionChecks() {}

  /**
   * Checks the number of precisions.
   *
   * @param rule to train by
   * @param nodes names of the hidden nodes
   * @param fewest how many nodes there may be
   * @param most how many there may be, with masks
   * @throws IllegalArgumentException if there are several precisions, and fewer or more of them
   */
  static void check(LearningRule rule, List<String> nodes, int fewest, int most) {
    int count = rule.precision().size();
    if (count != 1 && (count < fewest || count > most)) {
      throw Checks.illegal(
          "precision",
          rule.precision(),
          "one value, or "
              + nodes.size()
              + " as the network has hidden nodes: "
              + String.join(", ", nodes));
    }
  }
}
