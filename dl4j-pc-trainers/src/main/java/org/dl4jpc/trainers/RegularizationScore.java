// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * What DL4J's {@code calcRegularizationScore} gives, with the norms of L1 and L2 taken by BLAS
 * instead of reductions, which take six times as long. Layers that count their regularisation in
 * their own way, and other kinds of it, are asked themselves.
 */
final class RegularizationScore {
  private static final ClassValue<Boolean> COUNTS_ALL =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return type.getMethod("calcRegularizationScore", boolean.class).getDeclaringClass()
                == BaseLayer.class;
          } catch (NoSuchMethodException e) {
            throw new AssertionError(e); // it is part of Layer
          }
        }
      };

  private static final Set<DataType> BLAS = Set.of(DataType.FLOAT, DataType.DOUBLE);

  private RegularizationScore() {}

  /**
   * Σ over the layers.
   *
   * @param layers of a network
   * @return what is added to its mean loss
   */
  static double of(Layer... layers) {
    double sum = 0.0;
    for (Layer layer : layers) {
      sum +=
          COUNTS_ALL.get(layer.getClass())
              ? ofParameters(layer)
              : layer.calcRegularizationScore(true);
    }
    return sum;
  }

  private static double ofParameters(Layer layer) {
    double sum = 0.0;
    for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
      List<Regularization> all =
          layer.conf().getLayer().getRegularizationByParam(parameter.getKey());
      if (all != null) {
        for (Regularization one : all) {
          sum += score(one, parameter.getValue(), layer);
        }
      }
    }
    return sum;
  }

  private static double score(Regularization regularization, INDArray values, Layer layer) {
    int iteration = layer.getIterationCount();
    int epoch = layer.getEpochCount();
    boolean suitsBlas = BLAS.contains(values.dataType()) && values.elementWiseStride() == 1;
    if (suitsBlas && regularization.getClass() == L2Regularization.class) {
      double factor = ((L2Regularization) regularization).getL2().valueAt(iteration, epoch);
      return 0.5
          * factor
          * Nd4j.getBlasWrapper().level1().dot(values.length(), 1.0, values, values);
    }
    if (suitsBlas && regularization.getClass() == L1Regularization.class) {
      double factor = ((L1Regularization) regularization).getL1().valueAt(iteration, epoch);
      return factor * Nd4j.getBlasWrapper().level1().asum(values);
    }
    return regularization.score(values, iteration, epoch);
  }
}
