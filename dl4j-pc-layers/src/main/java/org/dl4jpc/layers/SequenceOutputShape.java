// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows [N·B, n_L] of an output layer whose arrays are sequences: a row is a time step. */
final class SequenceOutputShape implements LossBlock.OutputShape {
  private final SequenceShape shape;
  private Tensor labels;
  private INDArray labelRows;

  /**
   * Sets the shape.
   *
   * @param shape of the output
   */
  SequenceOutputShape(SequenceShape shape) {
    this.shape = shape;
  }

  /** Copies labels, which may be of another type or, of sparse losses, of another width. */
  @Override
  public INDArray toRows(INDArray y) {
    if (labels == null
        || labels.array().dataType() != y.dataType()
        || !Arrays.equals(labels.array().shape(), y.shape())) {
      SequenceShape labelShape = SequenceShape.of(y, shape.format());
      labels = labelShape.allocate(y.dataType());
      labelRows = labelShape.rows(labels, 'c').array();
    }
    labels.assign(y);
    return labelRows;
  }

  @Override
  public INDArray fromRows(INDArray rows) {
    INDArray sequence = rows.dup('c').reshape('c', shape.steps(), shape.batch(), shape.units());
    return shape.format() == RNNFormat.NCW ? sequence.permute(1, 2, 0) : sequence.permute(1, 0, 2);
  }
}
