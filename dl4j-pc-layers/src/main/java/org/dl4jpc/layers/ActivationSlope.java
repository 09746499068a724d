// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Derivatives of activation functions as functions of their output y = a(z): tanh′ = 1 − y²,
 * sigmoid′ = y − y², ReLU′ = 1 where y > 0. ND4J's own derivatives start from z and compute y once
 * more, at many times the cost of these products.
 */
final class ActivationSlope {
  private static final Map<Class<? extends IActivation>, BiConsumer<INDArray, INDArray>> KNOWN =
      Map.of(
          ActivationTanH.class, ActivationSlope::ofTanh,
          ActivationSigmoid.class, ActivationSlope::ofSigmoid,
          ActivationReLU.class, ActivationSlope::ofRelu);

  private ActivationSlope() {}

  /**
   * Whether a′ is known here.
   *
   * @param activation a
   * @return false to take it from DL4J
   */
  static boolean isKnown(IActivation activation) {
    return KNOWN.containsKey(activation.getClass()) && !isModifiedRelu(activation);
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

  /** Whether it is a ReLU with a ceiling, a threshold or a slope below it. */
  private static boolean isModifiedRelu(IActivation activation) {
    return activation instanceof ActivationReLU relu && !relu.equals(new ActivationReLU());
  }

  private static void ofRelu(INDArray y, INDArray slope) {
    Nd4j.getExecutioner().exec(new Step(y, slope, 0.0));
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
