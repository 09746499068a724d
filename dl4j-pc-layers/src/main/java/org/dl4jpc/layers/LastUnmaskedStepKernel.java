// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * z_b = u_b^{k(b)}: of each sequence b the last time step k(b) that its mask [B, N] does not mask.
 * The steps are looked up once a minibatch.
 */
final class LastUnmaskedStepKernel implements Kernel {
  private final INDArray rows;
  private final Tensor output;
  private final SequenceShape shape;
  private final Layer layer;
  private final INDArray samples;
  private final INDArray chosen;
  private Tensor error;

  /**
   * Binds the choice to an input.
   *
   * @param input u, time-major
   * @param shape its shape
   * @param layer whose mask of the present minibatch applies
   */
  LastUnmaskedStepKernel(Tensor input, SequenceShape shape, Layer layer) {
    this.shape = shape;
    this.layer = layer;
    this.rows = shape.rows(input, 'c').array();
    this.output = Tensor.allocate(input.array().dataType(), 'c', shape.batch(), shape.units());
    this.samples =
        LastingMemory.allocate(() -> Nd4j.arange((double) shape.batch()).castTo(DataType.INT64));
    this.chosen = LastingMemory.allocate(() -> Nd4j.create(DataType.INT64, shape.batch()));
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void feedForward() {
    choose();
    predict();
  }

  /** Row of {@link #rows} for each sample: k(b)·B + b. */
  private void choose() {
    INDArray last =
        BooleanIndexing.lastIndex(layer.getMaskArray(), Conditions.epsNotEquals(0.0), 1);
    if (last.minNumber().longValue() < 0) {
      throw new IllegalStateException(
          "no last time step: a sequence of the minibatch is masked in all its time steps, at "
              + LayerCalls.describe(layer));
    }
    chosen.assign(last.reshape(shape.batch()).mul(shape.batch()).addi(samples));
  }

  @Override
  public void predict() {
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            .addInputs(rows, chosen)
            .addIntegerArguments(0)
            .addOutputs(output.array())
            .build());
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    target.scale(beta);
    INDArray to = shape.rows(target, 'c').array();
    INDArray shift = alpha == 1.0 ? error.array() : error.array().mul(alpha);
    Nd4j.exec(
        DynamicCustomOp.builder("scatter_add").addInputs(to, chosen, shift).addOutputs(to).build());
  }
}
