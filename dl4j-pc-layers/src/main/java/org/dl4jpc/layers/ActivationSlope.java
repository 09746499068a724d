// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseSubtraction;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.same.TimesOneMinus;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The derivative of an activation function as a function of its output y = a(z): tanh′ = 1 − y²,
 * sigmoid′ = y (1 − y), ReLU′ = 1 where y > 0. ND4J's own derivatives start from z and compute y
 * once more, at many times the cost.
 *
 * <p>Prepared once for its arrays and then run again and again, so they should be lasting ones.
 */
final class ActivationSlope {
  private static final Map<
          Class<? extends IActivation>, BiFunction<INDArray, INDArray, List<? extends Op>>>
      KNOWN =
          Map.of(
              ActivationTanH.class,
              (y, slope) ->
                  List.of(
                      new Square(y, slope), new ScalarReverseSubtraction(slope, null, slope, 1.0)),
              ActivationSigmoid.class,
              (y, slope) -> List.of(new TimesOneMinus(y, slope)),
              ActivationReLU.class,
              (y, slope) -> List.of(new Step(y, slope, 0.0)));

  private final BiFunction<INDArray, INDArray, List<? extends Op>> form;
  private INDArray source;
  private INDArray target;
  private List<? extends Op> operations;

  /**
   * The slope of an activation.
   *
   * @param activation a, one that {@link #isKnown}
   */
  ActivationSlope(IActivation activation) {
    this.form = KNOWN.get(activation.getClass());
  }

  /**
   * Whether a′ is known here.
   *
   * @param activation a
   * @return false to take it from DL4J
   */
  static boolean isKnown(IActivation activation) {
    return KNOWN.containsKey(activation.getClass()) && !isModifiedRelu(activation);
  }

  /** Whether it is a ReLU with a ceiling, a threshold or a slope below it. */
  private static boolean isModifiedRelu(IActivation activation) {
    return activation instanceof ActivationReLU relu && !relu.equals(new ActivationReLU());
  }

  /**
   * Writes a′.
   *
   * @param y a(z)
   * @param slope overwritten with a′(z); not y
   */
  void write(INDArray y, INDArray slope) {
    if (y != source || slope != target) {
      source = y;
      target = slope;
      operations = Workspaces.outside(() -> form.apply(y, slope));
    }
    operations.forEach(Nd4j.getExecutioner()::exec);
  }
}
