// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Small random minibatches in double, the same at every call. */
final class Minibatches {
  private static final long SEED = 20;

  private Minibatches() {}

  /**
   * Uniform in (−1, 1).
   *
   * @param shape of the array
   * @return a new array
   */
  static INDArray uniform(long... shape) {
    Nd4j.getRandom().setSeed(SEED);
    return Nd4j.rand(DataType.DOUBLE, shape).muli(2.0).subi(1.0);
  }

  /**
   * Random one-hot vectors.
   *
   * @param rows how many
   * @param classes their length
   * @return [rows, classes]
   */
  static INDArray oneHot(int rows, int classes) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, rows, classes);
    for (int i = 0; i < rows; i++) {
      labels.putScalar(i, (i * i + i / 2) % classes, 1.0);
    }
    return labels;
  }

  /**
   * One-hot vectors at every time step.
   *
   * @param batch B
   * @param classes n
   * @param steps N
   * @return [B, n, N]
   */
  static INDArray oneHotSequence(int batch, int classes, int steps) {
    return oneHot(batch * steps, classes)
        .reshape('c', batch, steps, classes)
        .permute(0, 2, 1)
        .dup();
  }

  /**
   * Features of any shape and one class a sample.
   *
   * @param classes how many
   * @param shape of the features, batch first
   * @return the minibatch
   */
  static DataSet classified(int classes, long... shape) {
    return new DataSet(uniform(shape), oneHot((int) shape[0], classes));
  }

  /**
   * Sequences of one length and a label at every step.
   *
   * @return features [3, 4, 5], labels [3, 2, 5]
   */
  static DataSet sequences() {
    return new DataSet(uniform(3, 4, 5), oneHotSequence(3, 2, 5));
  }

  /**
   * Sequences of lengths 5, 3 and 4 and a label at every step.
   *
   * @return features [3, 4, 5], labels [3, 2, 5], their masks
   */
  static DataSet maskedSequences() {
    return new DataSet(uniform(3, 4, 5), oneHotSequence(3, 2, 5), mask(), mask());
  }

  /**
   * Sequences of lengths 5, 3 and 4 and one label each.
   *
   * @return features [3, 4, 5], labels [3, 3], mask of the features
   */
  static DataSet maskedClassified() {
    return new DataSet(uniform(3, 4, 5), oneHot(3, 3), mask(), null);
  }

  /**
   * Sequences of lengths 5, 3 and 4 of words out of four, and a label at every step.
   *
   * @return features [3, 1, 5], labels [3, 2, 5], their masks
   */
  static DataSet maskedWords() {
    INDArray words =
        Nd4j.createFromArray(
            new double[][][] {{{1, 0, 3, 2, 2}}, {{0, 3, 1, 2, 0}}, {{2, 2, 1, 3, 1}}});
    return new DataSet(words, oneHotSequence(3, 2, 5), mask(), mask());
  }

  private static INDArray mask() {
    return Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {1, 1, 1, 1, 0}});
  }
}
