// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.util.Arrays;

/**
 * Times two steps of training in turns: A B A B …, so that what else the machine does falls on both
 * alike.
 */
final class Contest {
  private static final int WARM_UP = 20;
  private static final double WARM_UP_SECONDS = 10;
  private static final double ROUND_SECONDS = 0.05;

  private final Runnable baseline;
  private final Runnable challenger;

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

  Contest(Runnable baseline, Runnable challenger) {
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
    warmUp(baseline);
    warmUp(challenger);
    double pair = time(baseline, 2) + time(challenger, 2);
    int inner = (int) Math.max(1, Math.min(20, ROUND_SECONDS / pair));
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

  /**
   * Runs a step until it is compiled.
   *
   * @param step to run
   */
  static void warmUp(Runnable step) {
    double spent = 0;
    for (int i = 0; i < WARM_UP && spent < WARM_UP_SECONDS; i++) {
      spent += time(step, 1);
    }
  }

  /**
   * Seconds a step.
   *
   * @param step to run
   * @param times how often
   * @return the mean
   */
  static double time(Runnable step, int times) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      step.run();
    }
    return (System.nanoTime() - start) / 1e9 / times;
  }

  /**
   * A quantile.
   *
   * @param values of a sample
   * @param q between 0 and 1
   * @return the nearest value of the sample
   */
  static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(q * (sorted.length - 1))];
  }
}
