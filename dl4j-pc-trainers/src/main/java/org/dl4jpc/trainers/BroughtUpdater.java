// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonValue;

/** An updater as part of a rule: a template for those of the layers, compared by its settings. */
final class BroughtUpdater {
  private final IUpdater template;

  /**
   * Takes a copy.
   *
   * @param updater any
   */
  @JsonCreator
  BroughtUpdater(IUpdater updater) {
    this.template = copy(updater);
  }

  /** A clone, but of an MQ without a number, which would give the clone one. */
  private static IUpdater copy(IUpdater updater) {
    return updater instanceof MatrixUpdateEqualization mq ? mq.template() : updater.clone();
  }

  /**
   * The updater.
   *
   * @return a copy
   */
  @JsonValue
  IUpdater get() {
    return copy(template);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof BroughtUpdater brought)) {
      return false;
    }
    if (template instanceof MatrixUpdateEqualization mine
        && brought.template instanceof MatrixUpdateEqualization theirs) {
      return mine.hasSameSettings(theirs);
    }
    return template.equals(brought.template);
  }

  @Override
  public int hashCode() {
    return template.getClass().hashCode();
  }

  @Override
  public String toString() {
    return template.toString();
  }
}
