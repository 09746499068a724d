// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters and updater state as the last good iteration left them, for rules that change weights
 * before it is known whether inference diverges.
 */
final class LastGoodState {
  private final INDArray parameters;
  private final INDArray savedParameters;
  private final INDArray updaterState;
  private final INDArray savedUpdaterState;

  private LastGoodState(INDArray parameters, INDArray updaterState) {
    this.parameters = parameters;
    this.savedParameters = copy(parameters);
    this.updaterState = updaterState;
    this.savedUpdaterState = copy(updaterState);
  }

  /**
   * Takes a copy if the rule needs one.
   *
   * @param network about to learn
   * @param rule that it learns by
   * @return what can be restored; nothing, for rules that change weights only at the end
   */
  static LastGoodState of(MultiLayerNetwork network, LearningRule rule) {
    return rule.timing().isEveryStep()
        ? new LastGoodState(network.params(), network.updaterState())
        : new LastGoodState(null, null);
  }

  private static INDArray copy(INDArray array) {
    return array == null ? null : array.dup();
  }

  /** Puts the copy back. */
  void restore() {
    if (parameters != null) {
      parameters.assign(savedParameters);
    }
    if (updaterState != null) {
      updaterState.assign(savedUpdaterState);
    }
  }
}
