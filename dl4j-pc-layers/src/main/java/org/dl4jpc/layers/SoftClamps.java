// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * The losses that have a soft clamp: those whose −∂ℒ/∂z is a multiple of y − μ_L, so that it takes
 * a unit u to make −u ∂ℒ/∂z = y − μ_L. They are softmax with cross-entropy and sigmoid with binary
 * cross-entropy (u = 1), and identity with squared error (LossL2: u = ½, LossMSE: u = n_L / 2), all
 * without weights a class.
 */
final class SoftClamps {

  private SoftClamps() {}

  /**
   * The unit of an output layer's loss.
   *
   * @param layer configuration of an output layer
   * @return u; empty for layers and losses without a soft clamp
   */
  static OptionalDouble unit(Layer layer) {
    boolean ownBlock =
        layer.getClass() == OutputLayer.class || layer.getClass() == RnnOutputLayer.class;
    return ownBlock && layer instanceof BaseOutputLayer output
        ? unit(output.getLossFn(), output.getActivationFn(), output.getNOut())
        : OptionalDouble.empty();
  }

  /**
   * The unit of a loss.
   *
   * @param loss ℒ
   * @param activation of the output
   * @param units n_L
   * @return u; empty if there is no soft clamp
   */
  static OptionalDouble unit(ILossFunction loss, IActivation activation, long units) {
    Class<?> type = loss.getClass();
    boolean crossEntropy = type == LossMCXENT.class || type == LossNegativeLogLikelihood.class;
    if (crossEntropy && activation instanceof ActivationSoftmax) {
      return unlessWeighted(((LossMCXENT) loss).getWeights() != null, 1.0);
    }
    if (type == LossBinaryXENT.class && activation instanceof ActivationSigmoid) {
      return unlessWeighted(((LossBinaryXENT) loss).getWeights() != null, 1.0);
    }
    if (activation instanceof ActivationIdentity && type == LossL2.class) {
      return unlessWeighted(((LossL2) loss).getWeights() != null, 0.5);
    }
    if (activation instanceof ActivationIdentity && type == LossMSE.class) {
      return unlessWeighted(((LossMSE) loss).getWeights() != null, units / 2.0);
    }
    return OptionalDouble.empty();
  }

  private static OptionalDouble unlessWeighted(boolean weighted, double unit) {
    return weighted ? OptionalDouble.empty() : OptionalDouble.of(unit);
  }
}
