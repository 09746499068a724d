// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Level 1 of BLAS on contiguous arrays: a tenth of the cost of ND4J's operations where small. */
final class Blas {

  private Blas() {}

  /**
   * to ← to + from.
   *
   * @param from contiguous
   * @param to contiguous, of the same shape and order
   */
  static void add(INDArray from, INDArray to) {
    addScaled(1.0, from, to);
  }

  /**
   * to ← to + alpha · from.
   *
   * @param alpha the factor
   * @param from contiguous
   * @param to contiguous, of the same shape and order
   */
  static void addScaled(double alpha, INDArray from, INDArray to) {
    Nd4j.getBlasWrapper().level1().axpy(to.length(), alpha, from, to);
  }

  /**
   * to ← alpha · to.
   *
   * @param alpha the factor
   * @param to contiguous
   */
  static void scale(double alpha, INDArray to) {
    Nd4j.getBlasWrapper().level1().scal(to.length(), alpha, to);
  }

  /**
   * to ← from.
   *
   * @param from contiguous
   * @param to contiguous, of the same shape and order
   */
  static void copy(INDArray from, INDArray to) {
    to.assign(from);
  }

  /**
   * Σ a ⊙ b.
   *
   * @param a contiguous
   * @param b contiguous, of the same length
   * @return the scalar product
   */
  static double dot(INDArray a, INDArray b) {
    return Nd4j.getBlasWrapper().level1().dot(a.length(), 1.0, a, b);
  }
}
