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
  private boolean quiet = true;

  HiddenNode(HiddenBlock producer, Precision precision) {
    super(producer.name(), producer.prediction().like());
    this.producer = producer;
    this.error = producer.prediction().like();
    this.precision = precision.forNode(producer.unitDimension());
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
    this.precision = pi.forNode(producer.unitDimension());
  }

  /** x = μ from the feed-forward pass, ε = 0. */
  void settle() {
    value().assign(producer.prediction());
    quiet = true;
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

  private boolean collect(double feedbackStep, double ownStep) {
    double keep = quiet ? 0.0 : precision.damp(error, ownStep);
    boolean driven = collectFeedback(error, feedbackStep, keep);
    if (!driven && !quiet) {
      error.scale(keep);
    }
    return driven || !quiet;
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
   * ½ π ‖ε‖².
   *
   * @return summed over the batch
   */
  public double energy() {
    return quiet ? 0.0 : precision.energy(error);
  }
}
