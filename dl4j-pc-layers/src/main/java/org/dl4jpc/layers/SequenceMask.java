// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mask of a recurrent layer, m^k = 1 where sample and time step hold data and 0 where not,
 * spread over the units so that it multiplies a sequence element by element.
 */
final class SequenceMask {
  private final Layer layer;
  private final TimeSteps factor;
  private final INDArray rows;

  /**
   * Allocates the mask of a layer.
   *
   * @param layer whose mask of the present minibatch, [B, N], {@link #read()} reads
   * @param shape of the sequence to be masked
   * @param type its element type
   */
  SequenceMask(Layer layer, SequenceShape shape, DataType type) {
    this.layer = layer;
    Tensor tensor = shape.allocate(type);
    this.factor = new TimeSteps(tensor, shape);
    this.rows = shape.rows(tensor, 'c').array();
  }

  /**
   * The mask of a layer, if it has one.
   *
   * @param layer the layer
   * @param shape of the sequence to be masked
   * @param type its element type
   * @return null for a layer without
   */
  static SequenceMask of(Layer layer, SequenceShape shape, DataType type) {
    return layer.getMaskArray() == null ? null : new SequenceMask(layer, shape, type);
  }

  /** Reads the mask of a new minibatch. */
  void read() {
    INDArray mask = layer.getMaskArray().castTo(rows.dataType());
    rows.assign(1.0);
    rows.muliColumnVector(TimeSeriesUtils.reshapeTimeSeriesMaskToVector(mask));
  }

  /**
   * m, as last read.
   *
   * @return time-major, in the shape of the sequence
   */
  TimeSteps factor() {
    return factor;
  }
}
