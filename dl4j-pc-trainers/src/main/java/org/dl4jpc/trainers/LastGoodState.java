// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.function.Supplier;
import org.dl4jpc.layers.Workspaces;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters and updater state as the last good iteration left them, for rules that change weights
 * before it is known whether inference diverges.
 */
final class LastGoodState implements WeightChanges {
  private final Runnable change;
  private final List<INDArray> state;
  private final List<INDArray> saved;

  private LastGoodState(Runnable change, List<INDArray> state) {
    this.change = change;
    this.state = state;
    this.saved = state.stream().map(INDArray::dup).toList();
  }

  /**
   * Takes a copy if the rule needs one.
   *
   * @param state parameters and updater state, live, of what is about to learn
   * @param rule that it learns by
   * @param change what the rule does to weights between inference steps
   * @return what can be undone; nothing, for rules that change weights only at the end
   */
  static LastGoodState of(Supplier<List<INDArray>> state, LearningRule rule, Runnable change) {
    return new LastGoodState(change, rule.timing().isEveryStep() ? state.get() : List.of());
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
    for (int i = 0; i < state.size(); i++) {
      state.get(i).assign(saved.get(i));
    }
  }
}
