// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Averages the replicas into the user's network, θ = (1/n) Σ θ_i over the n workers that have
 * trained since the average before, and gives every worker the result.
 */
final class Averaging {
  private final AttachedModel original;
  private final boolean updaters;

  /**
   * Averages into a network.
   *
   * @param original the user's attached network, which changes here only
   * @param updaters whether updater states are averaged too; otherwise each worker keeps its own,
   *     and the user's network gets the first one's
   */
  Averaging(AttachedModel original, boolean updaters) {
    this.original = original;
    this.updaters = updaters;
  }

  /**
   * Averages what has been trained.
   *
   * @param workers with nothing to do
   * @return whether any had trained
   */
  boolean average(List<RuleWorker> workers) {
    List<AttachedModel> all = workers.stream().map(RuleWorker::replica).toList();
    List<AttachedModel> trained =
        workers.stream().filter(RuleWorker::takeTrained).map(RuleWorker::replica).toList();
    if (trained.isEmpty()) {
      return false;
    }
    average(
        original.model().params(),
        trained.stream().map(replica -> replica.model().params()).toList(),
        all.stream().map(replica -> replica.model().params()).toList());
    INDArray state = original.updaterState();
    if (state != null && updaters) {
      average(
          state,
          trained.stream().map(AttachedModel::updaterState).toList(),
          all.stream().map(AttachedModel::updaterState).toList());
    } else if (state != null) {
      state.assign(trained.get(0).updaterState());
    }
    int iterations = trained.stream().mapToInt(AttachedModel::iterations).max().getAsInt();
    original.setIterations(iterations);
    all.forEach(replica -> replica.setIterations(iterations));
    original.setScore(trained.stream().mapToDouble(r -> r.model().score()).average().getAsDouble());
    return true;
  }

  private static void average(INDArray mean, List<INDArray> trained, List<INDArray> all) {
    Nd4j.averageAndPropagate(mean, trained);
    List<INDArray> others = new ArrayList<>(all);
    others.removeIf(array -> trained.stream().anyMatch(one -> one == array));
    others.forEach(array -> array.assign(mean));
    Nd4j.getExecutioner().commit();
  }
}
