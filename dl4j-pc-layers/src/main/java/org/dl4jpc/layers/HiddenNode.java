// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A value node x with its error node ε = x − μ, where μ is the prediction of the block below.
 *
 * <p>Between two predictions x = μ + ε holds exactly, so the node keeps ε and derives x from it: an
 * update is ε ← (1 − γ_own π) ε + γ_fb Σ Jᵀε̃ and nothing is lost to cancellation when ε is small
 * against x. Only a new prediction makes ε = x − μ a subtraction.
 */
public final class HiddenNode extends ValueNode {
  private final HiddenBlock producer;
  private final Tensor error;
  private Precision base;
  private Precision precision;
  private double decay;
  private boolean quiet = true;
  private boolean held;
  private Tensor carried;

  HiddenNode(HiddenBlock producer, Precision precision) {
    super(producer.name(), producer.prediction().like());
    this.producer = producer;
    this.error = producer.prediction().like();
    setPrecision(precision);
    producer.bindNode(value());
  }

  /**
   * The block that predicts the node.
   *
   * @return the block
   */
  public HiddenBlock producer() {
    return producer;
  }

  /**
   * ε, valid after {@link #updateError()}.
   *
   * @return the same tensor at every call
   */
  public Tensor error() {
    return error;
  }

  /**
   * π.
   *
   * @return the precision
   */
  public Precision precision() {
    return precision;
  }

  /**
   * Sets π.
   *
   * @param pi the precision
   */
  public void setPrecision(Precision pi) {
    this.base = pi;
    this.precision = pi.forNode(producer.unitDimension());
  }

  /**
   * Multiplies π for the steps to come.
   *
   * @param factor of the precision that was set; finite and positive
   */
  public void scalePrecision(double factor) {
    this.precision = base.times(factor).forNode(producer.unitDimension());
  }

  /**
   * Sets d, the weight of the activity in the energy.
   *
   * @param d finite and at least 0
   */
  public void setDecay(double d) {
    this.decay = d;
  }

  /**
   * x as its last update left it: the value, or, where predictions are held fixed, μ + ε.
   *
   * @return a new array of the node's shape
   */
  public INDArray state() {
    INDArray state = value().array().dup();
    return held && !quiet ? state.addi(error.array()) : state;
  }

  /** x = μ from the feed-forward pass, ε = 0. */
  void settle() {
    value().assign(producer.prediction());
    quiet = true;
    held = false;
    producer.receiveNothing();
  }

  /**
   * x ← x + shift, for a start that is not feed-forward.
   *
   * @param shift array of the node's shape
   */
  public void displace(INDArray shift) {
    error.blend(1.0, shift, quiet ? 0.0 : 1.0);
    commit();
  }

  /** Brings ε up to date with x and the block's prediction, and hands it to the block. */
  public void updateError() {
    if (producer.refresh()) {
      error.setDifference(value(), producer.prediction());
      quiet = false;
    }
    if (!quiet) {
      hand();
    }
  }

  private void hand() {
    producer.receive(precision.weigh(error), precision.scalar());
  }

  @Override
  public void relax(double feedbackStep, double ownStep) {
    if (collect(feedbackStep, ownStep)) {
      if (!producer.isQuiet()) {
        producer.recur(error, feedbackStep);
      }
      commit();
    }
  }

  @Override
  public void relaxInOrder(double feedbackStep, double ownStep) {
    if (collect(feedbackStep, ownStep)) {
      producer.recurInOrder(error, feedbackStep, precision);
      commit();
      hand();
    }
  }

  @Override
  public void relaxHeld(double feedbackStep, double ownStep) {
    if (collect(feedbackStep, ownStep)) {
      if (!producer.isQuiet()) {
        producer.recur(error, feedbackStep);
      }
      quiet = false;
      held = true;
    }
  }

  /**
   * Backpropagates: hands the block Σ Jᵀδ of what the consumers carry, in place of the node's own
   * error. The first half of a step of error optimisation.
   */
  public void carryBack() {
    if (carried == null) {
      carried = error.like();
    }
    if (collectFeedback(carried, 1.0, 0.0)) {
      producer.recurInOrder(carried, 1.0, Precision.one());
      producer.receive(carried, 1.0);
    } else {
      producer.receiveNothing();
    }
  }

  /**
   * The second half: ε ← ε + γ_fb δ − γ_own π ε with δ from {@link #carryBack()}, then x = μ + ε at
   * the prediction from the nodes below as they are now.
   *
   * @param feedbackStep γ_fb
   * @param ownStep γ_own
   */
  public void project(double feedbackStep, double ownStep) {
    boolean driven = !producer.isQuiet();
    double keep = quiet ? 0.0 : precision.damp(error, ownStep);
    if (driven) {
      error.blend(feedbackStep, carried, keep);
    } else {
      error.scale(keep);
    }
    if (decay > 0.0) {
      error.addScaled(-ownStep * decay, value());
    }
    for (int i = 0; i < producer.recurrenceDepth(); i++) {
      producer.refresh();
      commit();
    }
    producer.refresh();
    hand();
  }

  private boolean collect(double feedbackStep, double ownStep) {
    double keep = quiet ? 0.0 : precision.damp(error, ownStep);
    boolean driven = collectFeedback(error, feedbackStep, keep);
    if (!driven && (!quiet || decay > 0.0)) {
      error.scale(keep);
    }
    if (decay > 0.0) {
      error.addScaled(-ownStep * decay, value());
    }
    return driven || !quiet || decay > 0.0;
  }

  private void commit() {
    quiet = false;
    value().setSum(producer.prediction(), error);
    producer.nodeMoved();
    moved();
  }

  @Override
  public void visitProducer(Consumer<Block> visitor) {
    if (quiet) {
      error.scale(0.0);
      hand();
    }
    visitor.accept(producer);
  }

  /**
   * ½ π ‖ε‖² + ½ d ‖x‖².
   *
   * @return summed over the batch
   */
  public double energy() {
    double energy = quiet ? 0.0 : precision.energy(error);
    return decay > 0.0 ? energy + 0.5 * decay * value().squaredNorm() : energy;
  }
}
