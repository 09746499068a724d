// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * γ and β of a batch normalisation, learned or locked.
 *
 * @param gamma [C]
 * @param beta [C]
 */
record ChannelAffine(INDArray gamma, INDArray beta) {

  /**
   * Whether DL4J's forward and backward pass use the same locked γ. With γ ≠ 1 and β = 0 its
   * forward pass leaves γ out and its backward pass does not.
   *
   * @param layer the configuration
   * @return true also where γ and β are learned
   */
  static boolean isConsistent(BatchNormalization layer) {
    return !layer.isLockGammaBeta() || layer.getGamma() == 1.0 || layer.getBeta() != 0.0;
  }

  /**
   * γ and β of a layer. Locked ones apply as in DL4J: both where γ ≠ 1 and β ≠ 0, else neither.
   *
   * @param layer the configuration, {@link #isConsistent}
   * @param parameters DL4J's parameter views; "gamma" and "beta" are absent where they are locked
   * @return the views, or constants
   */
  static ChannelAffine of(BatchNormalization layer, Map<String, INDArray> parameters) {
    if (!layer.isLockGammaBeta()) {
      return new ChannelAffine(
          parameters.get(BatchNormalizationParamInitializer.GAMMA),
          parameters.get(BatchNormalizationParamInitializer.BETA));
    }
    boolean applies = layer.getGamma() != 1.0 && layer.getBeta() != 0.0;
    INDArray like = parameters.get(BatchNormalizationParamInitializer.GLOBAL_MEAN);
    return new ChannelAffine(
        constant(like, applies ? layer.getGamma() : 1.0),
        constant(like, applies ? layer.getBeta() : 0.0));
  }

  private static INDArray constant(INDArray like, double value) {
    return LastingMemory.allocate(() -> Nd4j.valueArrayOf(like.shape(), value, like.dataType()));
  }
}
