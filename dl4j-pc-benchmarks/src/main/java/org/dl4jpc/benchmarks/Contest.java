// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Times two networks on the same minibatch, in turns: A B A B …, so that what else the machine does
 * falls on both alike.
 */
final class Contest {
  private final DataSet data;
  private final MultiLayerNetwork baseline;
  private final MultiLayerNetwork challenger;

  /**
   * The times of a contest.
   *
   * @param ratio median over rounds of challenger / baseline
   * @param low first quartile of the same
   * @param high third quartile of the same
   * @param baselineMillis median time a step
   * @param challengerMillis median time a step
   */
  record Times(
      double ratio, double low, double high, double baselineMillis, double challengerMillis) {}

  Contest(DataSet data, MultiLayerNetwork baseline, MultiLayerNetwork challenger) {
    this.data = data;
    this.baseline = baseline;
    this.challenger = challenger;
  }

  /**
   * Runs it.
   *
   * @param seconds to spend, about, besides warming up
   * @return the times
   */
  Times run(double seconds) {
    time(baseline, 20);
    time(challenger, 20);
    double pair = time(baseline, 5) + time(challenger, 5);
    int inner = (int) Math.max(1, Math.min(20, 0.05 / pair));
    int rounds = (int) Math.max(9, Math.min(400, seconds / (pair * inner)));
    double[] a = new double[rounds];
    double[] b = new double[rounds];
    double[] ratio = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      a[i] = time(baseline, inner);
      b[i] = time(challenger, inner);
      ratio[i] = b[i] / a[i];
    }
    return new Times(
        quantile(ratio, 0.5),
        quantile(ratio, 0.25),
        quantile(ratio, 0.75),
        1e3 * quantile(a, 0.5),
        1e3 * quantile(b, 0.5));
  }

  private double time(MultiLayerNetwork network, int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      network.fit(data);
    }
    return (System.nanoTime() - start) / 1e9 / steps;
  }

  private static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(q * (sorted.length - 1))];
  }
}
