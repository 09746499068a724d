// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.dl4jpc.layers.Workspaces;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters and updater state as the last good iteration left them, for rules that change weights
 * before it is known whether inference diverges.
 */
final class LastGoodState implements WeightChanges {
  private final Runnable change;
  private final INDArray parameters;
  private final INDArray savedParameters;
  private final INDArray updaterState;
  private final INDArray savedUpdaterState;

  private LastGoodState(Runnable change, INDArray parameters, INDArray updaterState) {
    this.change = change;
    this.parameters = parameters;
    this.savedParameters = copy(parameters);
    this.updaterState = updaterState;
    this.savedUpdaterState = copy(updaterState);
  }

  /**
   * Takes a copy if the rule needs one.
   *
   * @param parameters of the network that is about to learn
   * @param updaterState of the network; null without one
   * @param rule that it learns by
   * @param change what the rule does to weights between inference steps
   * @return what can be undone; nothing, for rules that change weights only at the end
   */
  static LastGoodState of(
      INDArray parameters, INDArray updaterState, LearningRule rule, Runnable change) {
    return rule.timing().isEveryStep()
        ? new LastGoodState(change, parameters, updaterState)
        : new LastGoodState(change, null, null);
  }

  private static INDArray copy(INDArray array) {
    return array == null ? null : array.dup();
  }

  @Override
  public void apply() {
    Workspaces.outside(
        () -> {
          change.run();
          return null;
        });
  }

  @Override
  public void undo() {
    if (parameters != null) {
      parameters.assign(savedParameters);
    }
    if (updaterState != null) {
      updaterState.assign(savedUpdaterState);
    }
  }
}
