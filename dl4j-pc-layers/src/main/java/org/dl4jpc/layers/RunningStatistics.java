// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * DL4J's running mean and variance of a batch normalisation. They are parameters that move by
 * pseudo-gradients, θ ← θ − g, which no updater scales and no minibatch size divides:
 *
 * <ul>
 *   <li>mean: g = (1 − d) (m − m_batch);
 *   <li>variance: g = (1 − d) (v − v_batch), or, kept as s = log₁₀ √v, g = ½ log₁₀ (v / (d v + (1 −
 *       d) v_batch)).
 * </ul>
 *
 * <p>They are taken once a minibatch, and applied once however often they are written: what is
 * written is the way that is left from the present parameters to their new values.
 */
final class RunningStatistics {
  private static final double HALF_OVER_LN_10 = 1.0 / (2 * Math.log(10.0));

  private final double decay;
  private final boolean logarithmic;
  private final Statistic mean;
  private final Statistic spread;
  private final INDArray next;

  /** One of the two parameters, where it started, and its pseudo-gradient from there. */
  private static final class Statistic {
    private final INDArray parameter;
    private final INDArray gradient;
    private final INDArray flat;
    private final INDArray start;
    private final INDArray change;

    Statistic(INDArray parameter, INDArray gradient) {
      this.parameter = parameter;
      this.gradient = gradient;
      this.start = LastingMemory.allocate(() -> parameter.reshape(parameter.length()).dup());
      this.change = LastingMemory.allocate(() -> start.ulike().assign(0.0));
      this.flat = Workspaces.outside(() -> gradient.reshape(gradient.length()));
    }

    /** What the parameter is before the minibatch; returns where the change is to be written. */
    INDArray begin() {
      start.assign(parameter);
      change.assign(parameter);
      return change;
    }

    /** Σ of the way from the start to the present parameter, and of the change. */
    void write() {
      gradient.assign(parameter);
      Blas.addScaled(-1.0, start, flat);
      Blas.add(change, flat);
    }
  }

  /**
   * Binds to a layer's parameters.
   *
   * @param parameters DL4J's parameter views, rank 1
   * @param gradients DL4J's gradient views, same keys
   * @param decay d
   */
  RunningStatistics(
      Map<String, INDArray> parameters, Map<String, INDArray> gradients, double decay) {
    this.decay = decay;
    this.logarithmic = parameters.containsKey(BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
    String spreadKey =
        logarithmic
            ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
            : BatchNormalizationParamInitializer.GLOBAL_VAR;
    String meanKey = BatchNormalizationParamInitializer.GLOBAL_MEAN;
    this.mean = new Statistic(parameters.get(meanKey), gradients.get(meanKey));
    this.spread = new Statistic(parameters.get(spreadKey), gradients.get(spreadKey));
    this.next = LastingMemory.allocate(spread.start::ulike);
  }

  /**
   * Takes the statistics of a minibatch.
   *
   * @param batchMean [C]
   * @param batchVariance [C], divided by the number of elements
   */
  void take(INDArray batchMean, INDArray batchVariance) {
    takeDifference(mean.begin(), batchMean);
    if (logarithmic) {
      takeLogarithm(spread.begin(), batchVariance);
    } else {
      takeDifference(spread.begin(), batchVariance);
    }
  }

  /** change ← (1 − d) (change − batch). */
  private void takeDifference(INDArray change, INDArray batch) {
    Blas.addScaled(-1.0, batch, change);
    Blas.scale(1 - decay, change);
  }

  /** s ← s − ½ log₁₀ (d v + (1 − d) v_batch), v being 10^(2 s). */
  private void takeLogarithm(INDArray change, INDArray batchVariance) {
    Blas.copy(change, next);
    Blas.scale(1.0 / HALF_OVER_LN_10, next);
    Transforms.exp(next, false);
    Blas.scale(decay, next);
    Blas.addScaled(1 - decay, batchVariance, next);
    Transforms.log(next, false);
    Blas.addScaled(-HALF_OVER_LN_10, next, change);
  }

  /** Writes the pseudo-gradients into the gradient views. */
  void write() {
    mean.write();
    spread.write();
  }
}
