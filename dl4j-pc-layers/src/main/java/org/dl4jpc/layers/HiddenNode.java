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
  private Precision precision;
  private double factor = 1.0;
  private double decay;
  private boolean quiet = true;
  private boolean held;
  private Tensor buffer;
  private INDArray liveSteps;
  private LiveSteps live;

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
   * π, without the factor of {@link #scalePrecision}.
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
    this.precision = pi.forNode(producer.unitDimension());
  }

  /**
   * Multiplies the π that was set, from now on.
   *
   * @param by the factor, finite and positive
   */
  public void scalePrecision(double by) {
    this.factor = by;
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
   * Says which time steps of a new minibatch are not padding: the others have no error.
   *
   * @param steps [B, N], see {@link LiveSteps#join}; null for all
   */
  void setLiveSteps(INDArray steps) {
    liveSteps = steps;
    if (live != null && steps != null) {
      live.read(steps);
    }
  }

  /** Takes padding out of ε. */
  private void keepLiveSteps() {
    if (liveSteps != null) {
      if (live == null) {
        live = LiveSteps.of(error, producer.unitDimension(), liveSteps);
      }
      if (live != null) {
        live.keep(error);
      }
    }
  }

  /**
   * x as its last update left it: the value, or, where predictions are held fixed, μ + ε.
   *
   * @return a new array of the node's shape
   */
  public INDArray state() {
    return present().array().dup();
  }

  /** x; where it is held back from its readers, μ + ε in a buffer that the next call overwrites. */
  private Tensor present() {
    if (!held) {
      return value();
    }
    Tensor x = buffer();
    x.setSum(producer.prediction(), error);
    return x;
  }

  private Tensor buffer() {
    if (buffer == null) {
      buffer = error.like();
    }
    return buffer;
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
      keepLiveSteps();
      quiet = false;
    }
    if (!quiet) {
      hand();
    }
  }

  private void hand() {
    producer.receive(precision.weigh(error), factor * precision.scalar());
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
      producer.recurInOrder(error, feedbackStep * factor, precision);
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
   * Backpropagates: hands the block δ = Σ Jᵀδ − d x, from what the consumers carry, in place of the
   * node's own error. The first half of a step of error optimisation.
   */
  public void carryBack() {
    Tensor delta = buffer();
    boolean driven = collectFeedback(delta, 1.0, 0.0);
    if (decay > 0.0) {
      delta.blend(-decay, value(), driven ? 1.0 : 0.0);
      driven = true;
    }
    if (driven) {
      producer.recurInOrder(delta, 1.0, Precision.one());
      producer.receive(delta, 1.0);
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
    double keep = damp(ownStep);
    if (producer.isQuiet()) {
      error.scale(keep);
    } else {
      error.blend(feedbackStep, buffer, keep);
    }
    for (int i = 0; i < producer.recurrenceDepth(); i++) {
      producer.refresh();
      commit();
    }
    producer.refresh();
    hand();
  }

  /** Takes γ_own π ε from ε, up to the factor that is returned. */
  private double damp(double ownStep) {
    return quiet ? 0.0 : precision.damp(error, ownStep * factor);
  }

  private boolean collect(double feedbackStep, double ownStep) {
    Tensor x = decay > 0.0 ? present() : null;
    double keep = damp(ownStep);
    boolean driven = collectFeedback(error, feedbackStep, keep);
    if (!driven && (!quiet || x != null)) {
      error.scale(keep);
    }
    if (x != null) {
      error.addScaled(-ownStep * decay, x);
    }
    return driven || !quiet || x != null;
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
    double energy = quiet ? 0.0 : factor * precision.energy(error);
    return decay > 0.0 ? energy + 0.5 * decay * present().squaredNorm() : energy;
  }
}
