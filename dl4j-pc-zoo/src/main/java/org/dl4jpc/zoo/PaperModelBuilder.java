// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.util.Arrays;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Settings of a {@link PaperModel}, in the style of DL4J's zoo; every model has defaults for all.
 *
 * @param <M> the model
 */
public final class PaperModelBuilder<M extends PaperModel> {
  private final Function<PaperModelBuilder<M>, M> make;
  private int[] inputShape;
  private int numClasses;
  private IUpdater updater;
  private long seed = 1234; // as DL4J's zoo
  private DataType dataType = DataType.FLOAT;

  /**
   * Starts with a model's defaults.
   *
   * @param make the model's constructor
   * @param inputShape channels, height, width, or features and time steps
   * @param numClasses 0 for a model without classes
   * @param updater for backpropagation, and for rules that bring none
   */
  PaperModelBuilder(
      Function<PaperModelBuilder<M>, M> make, int[] inputShape, int numClasses, IUpdater updater) {
    this.make = make;
    this.inputShape = inputShape;
    this.numClasses = numClasses;
    this.updater = updater;
  }

  PaperModelBuilder<M> copy() {
    PaperModelBuilder<M> copy =
        new PaperModelBuilder<>(make, inputShape.clone(), numClasses, updater.clone());
    copy.seed = seed;
    copy.dataType = dataType;
    return copy;
  }

  int[] inputShape() {
    return inputShape.clone();
  }

  int numClasses() {
    return numClasses;
  }

  IUpdater updater() {
    return updater;
  }

  long seed() {
    return seed;
  }

  DataType dataType() {
    return dataType;
  }

  static int[] checkShape(int[] shape, int dimensions) {
    Arguments.notNull("input shape", shape);
    if (shape.length != dimensions || Arrays.stream(shape).anyMatch(size -> size < 1)) {
      throw Arguments.illegal(
          "input shape", Arrays.toString(shape), dimensions + " numbers of at least 1");
    }
    return shape.clone();
  }

  /**
   * Sets the shape of one example.
   *
   * @param shape channels, height, width; features and time steps for a recurrent network
   * @return this
   * @throws IllegalArgumentException if it has not as many dimensions as the model's default
   */
  public PaperModelBuilder<M> inputShape(int... shape) {
    inputShape = checkShape(shape, inputShape.length);
    return this;
  }

  /**
   * Sets the number of classes.
   *
   * @param classes at least 2
   * @return this
   * @throws IllegalArgumentException otherwise, or if the model has no classes
   */
  public PaperModelBuilder<M> numClasses(int classes) {
    if (numClasses == 0) {
      throw Arguments.illegal("number of classes", classes, "left out: the model has no classes");
    }
    numClasses = Arguments.atLeast("number of classes", 2, classes);
    return this;
  }

  /**
   * Sets the updater of backpropagation and of rules that bring none.
   *
   * @param value any of DL4J's
   * @return this
   * @throws IllegalArgumentException if null
   */
  public PaperModelBuilder<M> updater(IUpdater value) {
    updater = Arguments.notNull("updater", value).clone();
    return this;
  }

  /**
   * Sets the seed of the weights.
   *
   * @param value any; 1234 unless set
   * @return this
   */
  public PaperModelBuilder<M> seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Sets the type of the parameters.
   *
   * @param type FLOAT unless set, or DOUBLE
   * @return this
   * @throws IllegalArgumentException if neither
   */
  public PaperModelBuilder<M> dataType(DataType type) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw Arguments.illegal("data type", type, "FLOAT or DOUBLE");
    }
    dataType = type;
    return this;
  }

  /**
   * Makes the model.
   *
   * @return the model, whose {@code init()} makes networks
   */
  public M build() {
    return make.apply(this);
  }
}
