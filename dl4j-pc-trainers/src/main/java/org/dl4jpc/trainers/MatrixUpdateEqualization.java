// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Matrix update equalisation (MQ): a step size a layer that makes the updates of all layers about
 * equally large, from one running mean of the gradient's size a layer (Alonso et al. 2023, Eq. 7
 * and 8, with the sign and the places of ρ and 1 − ρ that the authors' code has):
 *
 * <pre>
 *   θ_l ← θ_l − (α_l / (v_l + r) + α_min) G_l              G_l: mean gradient of the minibatch
 *   v_l ← ρ v_l + (1 − ρ) mean|G_l|,  ρ = min(N / (N + 1), ρ_max),  v_l(0) = α_l
 * </pre>
 *
 * with N the number of updates so far, this one included, so that the first step is about 1.
 * Weights and biases of a layer count as one. The state is v_l and N, against two values a
 * parameter for Adam.
 *
 * <p>Works in any DL4J configuration. Every layer needs an updater of its own, whose {@linkplain
 * #number() number} tells it from those of its neighbours: DL4J merges layers with equal updaters.
 * An updater without a number, as the constructors make it, equals none but itself and gives a new
 * number to each clone; {@code NeuralNetConfiguration.Builder.updater} clones it for each layer.
 * One with a number is cloned as it is. A separate bias updater would split a layer in two, and
 * makes {@link PredictiveCoding#attach} fail.
 */
public final class MatrixUpdateEqualization implements IUpdater {
  private static final long serialVersionUID = 1L;

  /** α_min of the authors' code. */
  public static final double DEFAULT_MINIMAL_STEP = 0.001;

  /** r of the authors' code. */
  public static final double DEFAULT_STABILISER = 1e-6;

  /** ρ_max of the authors' code for dense layers. */
  public static final double DENSE_RHO_MAX = 0.9999;

  /** ρ_max of the authors' code for convolutions. */
  public static final double CONVOLUTION_RHO_MAX = 0.999;

  @JsonProperty private double learningRate;
  @JsonProperty private ISchedule learningRateSchedule;
  @JsonProperty private final double minimalStep;
  @JsonProperty private final double stabiliser;
  @JsonProperty private final Double rhoMax;
  @JsonProperty private final long number;

  /**
   * MQ with the authors' other settings.
   *
   * @param learningRate α_l, finite and greater than 0; the authors' code has 3e-5 for MLPs, 2.2e-4
   *     for convolutional nets on CIFAR-10 and 7e-5 on SVHN, 1.2e-5 to 1.6e-5 for autoencoders
   * @throws IllegalArgumentException otherwise
   */
  public MatrixUpdateEqualization(double learningRate) {
    this(learningRate, null, DEFAULT_MINIMAL_STEP, DEFAULT_STABILISER, null, 0L);
  }

  /**
   * MQ with all settings.
   *
   * @param learningRate α_l, finite and greater than 0
   * @param minimalStep α_min, finite and at least 0
   * @param stabiliser r, finite and greater than 0
   * @param rhoMax ρ_max, at least 0 and less than 1
   * @throws IllegalArgumentException if one is out of range
   */
  public MatrixUpdateEqualization(
      double learningRate, double minimalStep, double stabiliser, double rhoMax) {
    this(learningRate, null, minimalStep, stabiliser, rhoMax, 0L);
  }

  @JsonCreator
  MatrixUpdateEqualization(
      @JsonProperty(value = "learningRate", required = true) double learningRate,
      @JsonProperty("learningRateSchedule") ISchedule learningRateSchedule,
      @JsonProperty(value = "minimalStep", required = true) double minimalStep,
      @JsonProperty(value = "stabiliser", required = true) double stabiliser,
      @JsonProperty("rhoMax") Double rhoMax,
      @JsonProperty("number") long number) {
    if (learningRateSchedule == null) {
      Checks.positive("learning rate", learningRate);
    }
    this.learningRate = learningRate;
    this.learningRateSchedule = learningRateSchedule;
    this.minimalStep = Checks.nonNegative("minimal step", minimalStep);
    this.stabiliser = Checks.positive("stabiliser", stabiliser);
    if (rhoMax != null && !(rhoMax >= 0.0 && rhoMax < 1.0)) {
      throw Checks.illegal("rhoMax", rhoMax, "at least 0 and less than 1");
    }
    this.rhoMax = rhoMax;
    this.number = number;
  }

  /**
   * α_min.
   *
   * @return the part of the step that does not depend on v
   */
  public double minimalStep() {
    return minimalStep;
  }

  /**
   * r.
   *
   * @return what keeps the step finite
   */
  public double stabiliser() {
    return stabiliser;
  }

  /**
   * ρ_max.
   *
   * @return the longest memory of v; of dense layers unless set
   */
  public double rhoMax() {
    return rhoMax == null ? DENSE_RHO_MAX : rhoMax;
  }

  /**
   * What tells a layer's updater from its neighbours'.
   *
   * @return 0 for none
   */
  public long number() {
    return number;
  }

  /**
   * One float a parameter array for v and one for N; a layer uses the first two.
   *
   * @return 2, whatever the size
   */
  @Override
  public long stateSize(long numParams) {
    return MqUpdater.STATE;
  }

  @Override
  public MqUpdater instantiate(INDArray viewArray, boolean initializeViewArray) {
    MqUpdater updater = new MqUpdater(this);
    updater.setStateViewArray(
        viewArray, viewArray.shape(), viewArray.ordering(), initializeViewArray);
    return updater;
  }

  @Override
  public MqUpdater instantiate(Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    MqUpdater updater = new MqUpdater(this);
    updater.setState(updaterState, initializeStateArrays);
    return updater;
  }

  /** A copy, with a number of its own if this one has none. */
  @Override
  public MatrixUpdateEqualization clone() {
    return copy(rhoMax, number == 0L ? newNumber() : number);
  }

  /** A copy that has no number if this one has none. */
  MatrixUpdateEqualization template() {
    return copy(rhoMax, number);
  }

  /** A numbered copy for a layer whose ρ_max is another unless the user set one. */
  MatrixUpdateEqualization withDefaultRhoMax(double value) {
    return copy(rhoMax == null ? Double.valueOf(value) : rhoMax, newNumber());
  }

  private MatrixUpdateEqualization copy(Double rho, long newNumber) {
    return new MatrixUpdateEqualization(
        learningRate, learningRateSchedule, minimalStep, stabiliser, rho, newNumber);
  }

  private static long newNumber() {
    return ThreadLocalRandom.current().nextLong(1L, Long.MAX_VALUE);
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return learningRateSchedule == null
        ? learningRate
        : learningRateSchedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
    if (lrSchedule == null) {
      Checks.positive("learning rate", lr);
    }
    this.learningRate = lr;
    this.learningRateSchedule = lrSchedule;
  }

  /**
   * Whether both have the same settings, numbers aside.
   *
   * @param other any
   * @return true if they make the same updates
   */
  boolean hasSameSettings(MatrixUpdateEqualization other) {
    return Double.compare(learningRate, other.learningRate) == 0
        && Objects.equals(learningRateSchedule, other.learningRateSchedule)
        && Double.compare(minimalStep, other.minimalStep) == 0
        && Double.compare(stabiliser, other.stabiliser) == 0
        && Objects.equals(rhoMax, other.rhoMax);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof MatrixUpdateEqualization mq
            && number != 0L
            && number == mq.number
            && hasSameSettings(mq));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }

  @Override
  public String toString() {
    return "MatrixUpdateEqualization(learningRate="
        + (learningRateSchedule == null ? learningRate : learningRateSchedule)
        + ", minimalStep="
        + minimalStep
        + ", stabiliser="
        + stabiliser
        + ", rhoMax="
        + rhoMax()
        + ")";
  }
}
