// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An LSTM over N time steps whose output has a value node a time step, the pair x^k = (h^k, c^k).
 * Both halves of a pair are predicted from the pair before and the input s^k,
 *
 * <pre>
 *   z_g^k = s^k W_g + h^{k−1} RW_g + b_g          for the gates g = i, f, o, m
 *   μ_c^k = m^k ⊙ ĉ^k,  ĉ^k = f^k ⊙ c^{k−1} + m^k ⊙ i^k
 *   μ_h^k = m^k ⊙ o^k ⊙ a(ĉ^k)
 * </pre>
 *
 * and both have an error of their own, ε_h^k = h^k − μ_h^k and ε_c^k = c^k − μ_c^k. An error goes
 * back by
 *
 * <pre>
 *   δ_c^k = m^k ⊙ e_c^k + ∂h^k/∂ĉ^k ⊙ e_h^k       error at ĉ^k
 *   δ_o^k = ∂h^k/∂z_o^k ⊙ e_h^k                   error at z_o^k
 *   δ_g^k = ∂ĉ^k/∂z_g^k ⊙ δ_c^k                   error at z_g^k, g = i, f, m
 *   Σ_g δ_g^{k+1} RW_gᵀ                           feedback to h^k
 *   ∂ĉ^{k+1}/∂c^k ⊙ δ_c^{k+1}                     feedback to c^k
 * </pre>
 *
 * <p>In inference x^{k−1} is a value node, so that everything goes over all time steps at once;
 * only the feed-forward pass and the sweep in reverse order of time go step by step. The input's
 * part of all time steps is one product a gate, repeated only when s has changed. The state before
 * the first time step is 0, or what the segment before has left.
 */
final class LstmKernel implements Kernel {
  private final int steps;
  private final SequenceShape shape;
  private final TimeSteps input;
  private final NoisyParameters parameters;
  private final LstmWeights weights;
  private final LstmPeepholes peepholes;
  private final SequenceMask mask;
  private final StatePair prediction;
  private final LstmPast past;
  private final LstmCell cell;
  private final GateSequences drive;
  private final LstmErrors errors;
  private final CarriedState carried;
  private Tensor node;

  /**
   * The parts that a layer's configuration decides.
   *
   * @param activation a
   * @param gateActivation σ, of the gates
   * @param parameters what the weights read
   * @param weights W, RW, b
   * @param peepholes or null
   * @param mask m, or null
   * @param carried state from the segment before
   */
  record Parts(
      IActivation activation,
      IActivation gateActivation,
      NoisyParameters parameters,
      LstmWeights weights,
      LstmPeepholes peepholes,
      SequenceMask mask,
      CarriedState carried) {}

  /**
   * Binds an LSTM to an input.
   *
   * @param input s, time-major
   * @param inputShape its shape
   * @param shape of the output
   * @param parts of the layer
   */
  LstmKernel(Tensor input, SequenceShape inputShape, SequenceShape shape, Parts parts) {
    DataType type = input.array().dataType();
    this.steps = (int) shape.steps();
    this.shape = shape;
    this.input = new TimeSteps(input, inputShape);
    this.parameters = parts.parameters();
    this.weights = parts.weights();
    this.peepholes = parts.peepholes();
    this.mask = parts.mask();
    this.prediction = new StatePair(shape.allocatePair(type), shape);
    this.past = new LstmPast(shape, type, mask);
    this.cell =
        new LstmCell(
            parts.activation(), parts.gateActivation(), peepholes, mask, prediction, past.before());
    this.carried = parts.carried();
    this.drive = new GateSequences(shape, type);
    this.errors = new LstmErrors(cell, weights, shape, type, mask);
  }

  @Override
  public Tensor output() {
    return prediction.tensor();
  }

  @Override
  public void bindNode(Tensor value) {
    node = value;
  }

  @Override
  public void feedForward() {
    parameters.draw();
    if (mask != null) {
      mask.read();
    }
    carried.read();
    past.start(
        carried.start(LSTM.STATE_KEY_PREV_ACTIVATION), carried.start(LSTM.STATE_KEY_PREV_MEMCELL));
    weights.drive(input, drive);
    rollOut();
    carried.note(LSTM.STATE_KEY_PREV_ACTIVATION, prediction.hidden().rows(steps - 1));
    carried.note(LSTM.STATE_KEY_PREV_MEMCELL, prediction.cell().rows(steps - 1));
  }

  @Override
  public void carryState() {
    carried.hand();
  }

  @Override
  public void predict() {
    parameters.repeat();
    weights.drive(input, drive);
    predictRecurrence();
  }

  @Override
  public void predictRecurrence() {
    if (node == null) {
      rollOut();
    } else {
      past.follow(node);
      cell.gates().tensor().assign(drive.tensor());
      weights.advance(past.before().hidden(), cell.gates(), steps);
      cell.step(steps);
    }
  }

  /** Predicts one time step after the other, x^k = μ^k. */
  private void rollOut() {
    cell.gates().tensor().assign(drive.tensor());
    for (int k = 0; k < steps; k++) {
      weights.advance(past.before().hidden(), cell.gates(), k);
      cell.step(k);
      past.follow(prediction, k);
    }
  }

  @Override
  public boolean isRecurrent() {
    return true;
  }

  @Override
  public int recurrenceDepth() {
    return steps;
  }

  @Override
  public void receive(Tensor error) {
    errors.receive(error);
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    weights.carryDown(errors.gates(), input.matrixOf(target), alpha, beta);
  }

  @Override
  public void gradient(double scale) {
    weights.gradient(input, past.before().hidden(), errors.gates(), scale);
    if (peepholes != null) {
      peepholes.gradient(past.before().cell(), prediction.cell(), errors.gates(), scale);
    }
  }

  /** With peepholes each unit also sees one cell, whose mean square over the units is added. */
  @Override
  public double presynapticNorm(PresynapticNorm form) {
    double sum = input.tensor().squaredNorm() + past.before().hidden().tensor().squaredNorm();
    if (peepholes != null) {
      sum += past.before().cell().tensor().squaredNorm() / shape.units();
    }
    double mean = sum / shape.batch();
    return form == PresynapticNorm.ALL_POSITIONS ? mean + steps : mean / steps + 1.0;
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return weights.gradientViews();
  }

  @Override
  public void recur(Tensor target, double alpha) {
    errors.recur(target, alpha);
  }

  @Override
  public void recurInOrder(Tensor error, double alpha, Precision precision) {
    errors.recurInOrder(error, alpha, precision);
  }

  @Override
  public int unitDimension() {
    return shape.unitDimension();
  }

  @Override
  public long bytes() {
    return output().bytes()
        + past.bytes()
        + cell.bytes()
        + drive.tensor().bytes()
        + carried.bytes()
        + errors.bytes();
  }
}
