// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * F = B Σ ℒ + Σ ½ π ‖x − μ‖² of a graph at given node values, written down as a SameDiff graph of
 * its own over the same weights.
 */
final class SameDiffEnergy implements SameDiffNet.Site {
  private final SameDiff source;
  private final SameDiff energy = SameDiff.create();
  private final Map<String, INDArray> values;
  private SDVariable internal;

  SameDiffEnergy(SameDiffNet net, SameDiff source, Map<String, INDArray> values) {
    this.source = source;
    this.values = new HashMap<>(values);
    this.internal = energy.constant("zero", Nd4j.scalar(DataType.DOUBLE, 0.0));
    net.build(this);
    internal.rename("internal");
  }

  @Override
  public SameDiff graph() {
    return energy;
  }

  @Override
  public SDVariable node(String name, SDVariable prediction) {
    SDVariable value = energy.placeHolder(name, DataType.DOUBLE);
    internal = internal.add(value.sub(prediction).norm2().pow(2.0).mul(0.5));
    return value;
  }

  @Override
  public SDVariable weights(String name, long... shape) {
    return energy.constant(name, source.getVariable(name).getArr());
  }

  double of(double precision, double samples) {
    double sum = precision * value("internal") + samples * value("loss");
    return energy.hasVariable("distance") ? sum + samples * value("distance") : sum;
  }

  private double value(String name) {
    return energy.outputSingle(values, name).getDouble(0);
  }
}
