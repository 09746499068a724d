// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One differentiable step z = f(u; θ) of a prediction, bound to an input tensor u of a fixed shape.
 *
 * <p>A kernel has three separate operations, so that inference never pays for a weight gradient and
 * learning never repeats a prediction:
 *
 * <ol>
 *   <li>{@link #predict()} computes z = f(u; θ);
 *   <li>{@link #feedback} carries an error e at the output back to the input: Jᵀe with J = ∂f/∂u;
 *   <li>{@link #gradient} writes (∂f/∂θ)ᵀe into DL4J's gradient view.
 * </ol>
 *
 * The last two follow {@link #receive}, use u and z as the last prediction left them, and may be
 * called in any order and number. Kernels keep no reference to anything that changes from one
 * minibatch to the next but the tensors given to them.
 */
public interface Kernel {

  /**
   * Where predictions are written.
   *
   * @return the same tensor at every call
   */
  Tensor output();

  /** z = f(u; θ), with noise held and running statistics left alone. */
  void predict();

  /**
   * The first prediction of a minibatch: draws this minibatch's noise, takes its running
   * statistics, and predicts.
   */
  default void feedForward() {
    predict();
  }

  /**
   * Takes the error at the output.
   *
   * @param error e, same layout as {@link #output()}; read now or by the calls that follow
   */
  void receive(Tensor error);

  /**
   * target = beta · target + alpha · Jᵀe.
   *
   * @param target same layout as the input; beta = 0 overwrites it
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void feedback(Tensor target, double alpha, double beta);

  /**
   * Writes scale · (∂f/∂θ)ᵀe into the gradient views, overwriting them. Without parameters:
   * nothing.
   *
   * @param scale the factor; −1 turns an error e = x − μ into a gradient of the energy
   */
  default void gradient(double scale) {}

  /**
   * The gradient views that {@link #gradient} writes.
   *
   * @return by DL4J parameter name; empty without parameters
   */
  default Map<String, INDArray> gradientViews() {
    return Map.of();
  }

  /**
   * The size of the presynaptic activity that {@link #gradient} multiplies errors with, for
   * normalised least mean squares.
   *
   * @param form where weights are shared over positions
   * @return the batch mean of ‖u‖², and 1 more a position with a bias
   * @throws UnsupportedOperationException if the kernel has no such size; its layer's {@link
   *     LayerCompiler#hasPresynapticNorm()} tells beforehand
   */
  default double presynapticNorm(PresynapticNorm form) {
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " has no presynaptic norm");
  }

  /**
   * The same for each row of the input, for the proximal clamp of an output layer.
   *
   * @return [rows, 1]
   * @throws UnsupportedOperationException if the kernel has no such size
   */
  default INDArray presynapticNorms() {
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " has no presynaptic norm");
  }

  /**
   * For a kernel whose output is a sequence with a value node a time step, x¹ … x^N, where μ^k
   * depends on x^{k−1}: gives it its own value node, from which {@link #predict()} reads x^{k−1}.
   * {@link #feedForward()} reads its own output instead. Other kernels: nothing.
   *
   * @param value same layout as {@link #output()}
   */
  default void bindNode(Tensor value) {}

  /**
   * Whether predictions depend on the kernel's own value node.
   *
   * @return true for recurrences
   */
  default boolean isRecurrent() {
    return false;
  }

  /**
   * How many updates of its own value node it takes until a change has gone through all of it.
   *
   * @return the number of time steps of a recurrence, else 1
   */
  default int recurrenceDepth() {
    return 1;
  }

  /**
   * {@link #predict()} when the input is as it was and only the kernel's own value node has moved.
   * Without recurrence: nothing.
   */
  default void predictRecurrence() {}

  /**
   * target^k += alpha · (∂μ^{k+1}/∂x^k)ᵀ e^{k+1} for all time steps at once, e being the error last
   * received. Without recurrence: nothing.
   *
   * @param target same layout as the output; may be the received error itself
   * @param alpha factor of the feedback
   */
  default void recur(Tensor target, double alpha) {}

  /**
   * For k = N−1 … 1 in turn: error^k += alpha · (∂μ^{k+1}/∂x^k)ᵀ error^{k+1}, each step reading
   * what the one before wrote, with the Jacobians of the last prediction. Without recurrence:
   * nothing.
   *
   * @param error ε, same layout as the output
   * @param alpha factor of the feedback
   * @param precision π, by which each error is weighted before it is carried back
   */
  default void recurInOrder(Tensor error, double alpha, Precision precision) {}

  /**
   * Leaves the state after the last time step of the feed-forward pass to DL4J's layer, for the
   * next segment of the sequence to start from. Without recurrence: nothing.
   */
  default void carryState() {}

  /**
   * The dimension of the output that counts units: features or channels.
   *
   * @return 1, unless the layer's data format puts them last
   */
  default int unitDimension() {
    return output().unitDimension();
  }

  /**
   * Bytes that this kernel holds besides its input and the parameters.
   *
   * @return the size
   */
  default long bytes() {
    return output().bytes();
  }
}
