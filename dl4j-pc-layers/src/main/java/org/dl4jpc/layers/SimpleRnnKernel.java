// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A simple recurrence over N time steps whose output has a value node a time step, x^1 … x^N:
 *
 * <pre>
 *   z^k = s^k W + p^{k−1} RW + b               pre-activation, [B, n]
 *   p^k                                        presynaptic activity, a function of x^k
 *   μ^k                                        prediction of x^k, a function of z^k
 *   δ^k = ∂μ^k/∂z^k ⊙ e^k                      error at z^k
 *   δ^k Wᵀ                                     feedback to s^k
 *   ∂p^k/∂x^k ⊙ (δ^{k+1} RWᵀ)                  feedback to x^k
 * </pre>
 *
 * <p>Everything is kept time-major. In inference x^{k−1} is a value node, so that one product
 * predicts all time steps; only the feed-forward pass and the sweep in reverse order of time go
 * step by step. The input's part s W + b of all time steps is one product, repeated only when s has
 * changed. p^0 is 0, or what the segment before has left.
 */
final class SimpleRnnKernel implements Kernel {
  private final SequenceShape shape;
  private final NoisyParameters parameters;
  private final RecurrentWeights weights;
  private final RecurrentPlacement placement;
  private final TimeSteps input;
  private final TimeSteps drive;
  private final TimeSteps delta;
  private final TimeSteps scratch;
  private final CarriedState carried;
  private boolean continues;
  private Tensor node;
  private TimeSteps target;

  /**
   * Binds a recurrence to an input.
   *
   * @param input s, time-major
   * @param inputShape its shape
   * @param parameters what the weights read
   * @param weights W, RW, b
   * @param placement of the nodes
   * @param carried p^0, from the segment before
   */
  SimpleRnnKernel(
      Tensor input,
      SequenceShape inputShape,
      NoisyParameters parameters,
      RecurrentWeights weights,
      RecurrentPlacement placement,
      CarriedState carried) {
    this.shape = inputShape.withUnits(weights.units());
    this.parameters = parameters;
    this.weights = weights;
    this.placement = placement;
    this.carried = carried;
    this.input = new TimeSteps(input, inputShape);
    this.drive = placement.buffer();
    this.delta = placement.buffer();
    this.scratch = placement.buffer();
  }

  @Override
  public Tensor output() {
    return placement.prediction().tensor();
  }

  @Override
  public void bindNode(Tensor value) {
    node = value;
  }

  @Override
  public void feedForward() {
    parameters.draw();
    placement.activation().readMask();
    continues = carried.read();
    drive();
    placement.rollOut(drive);
    carried.note(
        SimpleRnn.STATE_KEY_PREV_ACTIVATION, placement.presynaptic().rows((int) shape.steps() - 1));
  }

  /** s W + b, and p^0 RW at the first time step. */
  private void drive() {
    weights.drive(input.all(), drive.all());
    if (continues) {
      weights.advance(start().columns(), drive.columns(0));
    }
  }

  private Tensor start() {
    return carried.start(SimpleRnn.STATE_KEY_PREV_ACTIVATION);
  }

  @Override
  public void carryState() {
    carried.hand();
  }

  @Override
  public void predict() {
    parameters.repeat();
    drive();
    predictRecurrence();
  }

  @Override
  public void predictRecurrence() {
    if (node == null) {
      placement.rollOut(drive);
    } else {
      placement.predict(drive, node);
    }
  }

  @Override
  public boolean isRecurrent() {
    return true;
  }

  @Override
  public int recurrenceDepth() {
    return (int) shape.steps();
  }

  @Override
  public void receive(Tensor error) {
    TimeSteps slope = placement.predictionSlope();
    if (slope == null) {
      delta.tensor().assign(error);
    } else {
      multiply(error.flat(), slope.tensor().flat(), delta.tensor().flat());
    }
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    weights.carryDown(delta.all(), input.matrixOf(target), alpha, beta);
  }

  @Override
  public void gradient(double scale) {
    weights.gradient(input, placement.presynaptic(), delta, scale);
    if (continues) {
      weights.addRecurrentGradient(start().columns(), delta.columns(0), scale);
    }
  }

  @Override
  public double presynapticNorm(PresynapticNorm form) {
    long steps = shape.steps();
    INDArray early = steps > 1 ? placement.presynaptic().early() : null;
    double recurrent = early == null ? 0.0 : early.norm2Number().doubleValue();
    double past = recurrent * recurrent + (continues ? start().squaredNorm() : 0.0);
    double sum = (input.tensor().squaredNorm() + past) / shape.batch();
    return form == PresynapticNorm.ALL_POSITIONS ? sum + steps : sum / steps + 1.0;
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return weights.gradientViews();
  }

  @Override
  public void recur(Tensor target, double alpha) {
    if (shape.steps() > 1) {
      INDArray early = stepsOf(target).early();
      TimeSteps slope = placement.presynapticSlope();
      if (slope == null) {
        weights.carryBack(delta.late(), early, alpha, 1.0);
      } else {
        weights.carryBack(delta.late(), scratch.early(), alpha, 0.0);
        multiply(scratch.early(), slope.early(), scratch.early());
        early.addi(scratch.early());
      }
    }
  }

  @Override
  public void recurInOrder(Tensor error, double alpha, Precision precision) {
    TimeSteps e = stepsOf(error);
    double factor = alpha * precision.scalar();
    TimeSteps slope = placement.presynapticSlope();
    for (int k = (int) shape.steps() - 2; k >= 0; k--) {
      INDArray later = errorBefore(k + 1, precision.weighSlice(e.rows(k + 1)));
      if (slope == null) {
        weights.carryBack(later, e.columns(k), factor, 1.0);
      } else {
        weights.carryBack(later, scratch.columns(k), factor, 0.0);
        multiply(scratch.rows(k), slope.rows(k), scratch.rows(k));
        e.rows(k).addi(scratch.rows(k));
      }
    }
  }

  /** δ^k of an error at one time step, [n, B]. */
  private INDArray errorBefore(int k, INDArray error) {
    TimeSteps slope = placement.predictionSlope();
    if (slope == null) {
      scratch.rows(k).assign(error);
    } else {
      multiply(error, slope.rows(k), scratch.rows(k));
    }
    return scratch.columns(k);
  }

  private TimeSteps stepsOf(Tensor tensor) {
    if (target == null || target.tensor() != tensor) {
      target = new TimeSteps(tensor, shape);
    }
    return target;
  }

  private static void multiply(INDArray a, INDArray b, INDArray product) {
    Nd4j.getExecutioner().exec(new MulOp(a, b, product));
  }

  @Override
  public int unitDimension() {
    return shape.unitDimension();
  }

  @Override
  public long bytes() {
    return placement.bytes() + carried.bytes() + 3 * output().bytes();
  }
}
