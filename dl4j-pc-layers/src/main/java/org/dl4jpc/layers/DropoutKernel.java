// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dropout by multiplication, z = m ⊙ u: DL4J's {@code Dropout}, {@code GaussianDropout} and {@code
 * SpatialDropout}. The mask m is drawn once a minibatch, by DL4J's own code and in its element
 * order, so that the same seed gives the same mask, and held through inference.
 */
final class DropoutKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final Tensor mask;
  private final Tensor scratch;
  private final IDropout dropout;
  private final Layer layer;
  private final ElementProduct dropping = new ElementProduct();
  private final ElementProduct droppingErrors = new ElementProduct();
  private Tensor error;

  /**
   * Binds a dropout to an input.
   *
   * @param input u
   * @param dropout multiplicative
   * @param layer whose iteration and epoch counts a schedule reads
   */
  DropoutKernel(Tensor input, IDropout dropout, Layer layer) {
    this.input = input;
    this.output = input.like();
    this.mask = input.like();
    this.scratch = input.like();
    this.dropout = dropout;
    this.layer = layer;
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void feedForward() {
    Workspaces.temporarily(this::drawMask);
    predict();
  }

  private void drawMask() {
    INDArray u = input.array();
    INDArray ones = Nd4j.createUninitialized(u.dataType(), u.shape(), input.dl4jOrder());
    ones.assign(1.0);
    INDArray drawn =
        LayerCalls.run(
            layer,
            () ->
                dropout.applyDropout(
                    ones,
                    ones.ulike(),
                    layer.getIterationCount(),
                    layer.getEpochCount(),
                    Workspaces.manager()));
    mask.assign(drawn);
    dropout.clear();
  }

  @Override
  public void predict() {
    dropping.run(input.flat(), mask.flat(), output.flat());
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    droppingErrors.run(error.flat(), mask.flat(), scratch.flat());
    target.blend(alpha, scratch, beta);
  }

  @Override
  public long bytes() {
    return output.bytes() + mask.bytes() + scratch.bytes();
  }
}
