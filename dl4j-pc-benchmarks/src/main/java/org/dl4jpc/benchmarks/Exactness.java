// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.util.function.Supplier;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The relative distance ‖g − g_bp‖ / ‖g_bp‖ of Z-IL's gradient to backpropagation's.
 *
 * @param distance of the two gradients
 * @param condition κ, the relative change of backpropagation's own gradient when the input moves by
 *     one unit in the last place
 */
record Exactness(double distance, double condition) {
  private static final double KAPPAS = 100;

  /**
   * Measures it.
   *
   * @param net the network
   * @param type of parameters and data
   * @return the distance
   */
  static Exactness of(BenchmarkNet net, DataType type) {
    return of(net::training, net.data(), type);
  }

  /**
   * Measures it.
   *
   * @param network the same at every call
   * @param data a minibatch
   * @param type of parameters and data
   * @return the distance
   */
  static Exactness of(Supplier<Training> network, DataSet data, DataType type) {
    DataSet typed = new DataSet(data.getFeatures().castTo(type), data.getLabels().castTo(type));
    double ulp = Math.ulp(1.0) * (type == DataType.DOUBLE ? 1 : 1L << 29);
    DataSet moved = new DataSet(typed.getFeatures().mul(1 + ulp), typed.getLabels());
    INDArray expected = network.get().in(type).gradient(typed);
    INDArray other = network.get().in(type).gradient(moved);
    INDArray actual = network.get().in(type).by(LearningRule.zil()).gradient(typed);
    return new Exactness(distance(actual, expected), distance(other, expected));
  }

  private static double distance(INDArray actual, INDArray expected) {
    return actual.distance2(expected) / expected.norm2Number().doubleValue();
  }

  /**
   * Throws where Z-IL is not backpropagation.
   *
   * @param title of the network
   * @param bound of the distance, or 100 κ if that is more
   * @throws IllegalStateException if the distance is larger
   */
  void require(String title, double bound) {
    if (!(distance <= Math.max(bound, KAPPAS * condition))) {
      throw new IllegalStateException(
          "%s: Z-IL differs from backpropagation by %.1e, must be at most %.1e (kappa %.1e)"
              .formatted(title, distance, bound, condition));
    }
  }
}
