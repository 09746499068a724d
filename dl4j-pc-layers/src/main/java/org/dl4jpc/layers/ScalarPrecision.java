// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** One π for all units of a node: never costs an operation of its own. */
final class ScalarPrecision extends Precision {
  private final double pi;

  ScalarPrecision(double pi) {
    this.pi = pi;
  }

  @Override
  int values() {
    return 1;
  }

  @Override
  double scalar() {
    return pi;
  }

  @Override
  Tensor weigh(Tensor error) {
    return error;
  }

  @Override
  double damp(Tensor error, double ownStep) {
    return 1.0 - ownStep * pi;
  }

  @Override
  double energy(Tensor error) {
    return 0.5 * pi * error.squaredNorm();
  }

  @Override
  public Precision times(double factor) {
    return of(pi * factor);
  }

  @Override
  Precision forNode(int unitDimension) {
    return this;
  }

  @Override
  INDArray weighSlice(INDArray slice) {
    return slice;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScalarPrecision p && Double.compare(pi, p.pi) == 0;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(pi);
  }

  @Override
  public String toString() {
    return Double.toString(pi);
  }
}
