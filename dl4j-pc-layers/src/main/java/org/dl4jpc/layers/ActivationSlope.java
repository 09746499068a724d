// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Derivatives of activation functions as functions of their output y = a(z): tanh′ = 1 − y² and
 * sigmoid′ = y − y². ND4J's own derivatives start from z and compute y once more, at many times the
 * cost of these products.
 */
final class ActivationSlope {
  private static final Map<Class<? extends IActivation>, BiConsumer<INDArray, INDArray>> KNOWN =
      Map.of(
          ActivationTanH.class, ActivationSlope::ofTanh,
          ActivationSigmoid.class, ActivationSlope::ofSigmoid);

  private ActivationSlope() {}

  /**
   * Whether a′ is known here.
   *
   * @param activation a
   * @return false to take it from DL4J
   */
  static boolean isKnown(IActivation activation) {
    return KNOWN.containsKey(activation.getClass());
  }

  /**
   * Writes a′.
   *
   * @param activation a, one that {@link #isKnown}
   * @param y a(z)
   * @param slope overwritten with a′(z)
   */
  static void write(IActivation activation, INDArray y, INDArray slope) {
    KNOWN.get(activation.getClass()).accept(y, slope);
  }

  private static void ofTanh(INDArray y, INDArray slope) {
    Nd4j.getExecutioner().exec(new MulOp(y, y, slope));
    slope.rsubi(1.0);
  }

  private static void ofSigmoid(INDArray y, INDArray slope) {
    Nd4j.getExecutioner().exec(new MulOp(y, y, slope));
    Nd4j.getExecutioner().exec(new SubOp(y, slope, slope));
  }
}
