// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * z = u, in front of the kernels of a recurrent layer that {@code MaskZeroLayer} wraps: has the
 * wrapper find the time steps of a minibatch whose input is its masking value in all units, and set
 * the mask of the wrapped layer. The mask is that of the feed-forward pass, and is held.
 */
final class InputMaskKernel implements Kernel {
  private final Tensor input;
  private final Layer wrapper;
  private Tensor error;

  /**
   * Binds a wrapper to an input.
   *
   * @param input u
   * @param wrapper DL4J's implementation, which looks for the mask as it activates
   */
  InputMaskKernel(Tensor input, Layer wrapper) {
    this.input = input;
    this.wrapper = wrapper;
  }

  @Override
  public Tensor output() {
    return input;
  }

  @Override
  public void feedForward() {
    INDArray u = input.array().dup(input.dl4jOrder());
    LayerCalls.run(wrapper, () -> wrapper.activate(u, false, LayerWorkspaceMgr.noWorkspaces()));
  }

  @Override
  public void predict() {}

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    target.blend(alpha, error, beta);
  }

  @Override
  public long bytes() {
    return 0;
  }
}
