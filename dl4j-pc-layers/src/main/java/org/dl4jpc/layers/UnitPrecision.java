// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One π a unit (feature or channel) of a node. */
final class UnitPrecision extends Precision {
  private final double[] pi;
  private final int unitDimension;
  private Tensor weighted;
  private INDArray broadcast;

  UnitPrecision(double[] pi, int unitDimension) {
    this.pi = pi;
    this.unitDimension = unitDimension;
  }

  private void bufferFor(Tensor error) {
    if (weighted == null || !weighted.sameLayout(error)) {
      weighted = error.like();
      long[] shape = new long[error.array().rank()];
      Arrays.fill(shape, 1);
      shape[unitDimension] = pi.length;
      broadcast = row(error.array().dataType()).reshape(shape);
    }
  }

  private INDArray row(DataType type) {
    return LastingMemory.allocate(() -> Nd4j.createFromArray(pi).castTo(type));
  }

  @Override
  int values() {
    return pi.length;
  }

  @Override
  double scalar() {
    return 1.0;
  }

  @Override
  Tensor weigh(Tensor error) {
    bufferFor(error);
    weighted.assign(error);
    weighted.array().muli(broadcast);
    return weighted;
  }

  @Override
  double damp(Tensor error, double ownStep) {
    error.addScaled(-ownStep, weigh(error));
    return 1.0;
  }

  @Override
  double energy(Tensor error) {
    Tensor product = weigh(error);
    return 0.5 * Blas.dot(product.flat(), error.flat());
  }

  @Override
  public Precision times(double factor) {
    return ofUnits(Arrays.stream(pi).map(value -> value * factor).toArray());
  }

  @Override
  Precision forNode(int dimension) {
    return new UnitPrecision(pi, dimension);
  }

  @Override
  INDArray weighSlice(INDArray slice) {
    return slice.mul(row(slice.dataType()).reshape(1, pi.length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnitPrecision p && Arrays.equals(pi, p.pi);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pi);
  }

  @Override
  public String toString() {
    return Arrays.toString(pi);
  }
}
