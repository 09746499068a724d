// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Any DL4J layer, through its own {@code activate} and {@code backpropGradient}: the general kernel
 * for layer types without one of their own.
 *
 * <p>DL4J's {@code backpropGradient} must follow an {@code activate} each time and forgets its
 * noise afterwards; noise is held by repeating the random generator's state. What a pass computes
 * is shared out by {@link LayerBackward}.
 */
final class LayerKernel implements Kernel {
  private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final Tensor input;
  private final Tensor output;
  private final Layer layer;
  private final boolean learns;
  private final LayerBackward backward;
  private final HeldNoise noise = new HeldNoise();
  private Tensor error;
  private boolean activated;

  /**
   * Binds a layer that learns to an input that already holds data.
   *
   * @param input u
   * @param layer with its parameter, gradient and mask arrays set; not allowed to modify its input
   */
  LayerKernel(Tensor input, Layer layer) {
    this(input, layer, true);
  }

  /**
   * Binds a layer to an input that already holds data.
   *
   * @param input u
   * @param layer with its parameter, gradient and mask arrays set; not allowed to modify its input
   * @param learns whether {@link #gradient} is going to be asked for
   */
  LayerKernel(Tensor input, Layer layer, boolean learns) {
    this.input = input;
    this.layer = layer;
    this.learns = learns;
    this.backward = new LayerBackward(layer, this::backpropagate);
    noise.record();
    INDArray sample = noise.replay(this::activate);
    this.output = Tensor.allocate(input.array().dataType(), sample.ordering(), sample.shape());
  }

  private INDArray activate() {
    layer.clearNoiseWeightParams();
    INDArray u = input.array().dup(input.dl4jOrder());
    INDArray z = LayerCalls.run(layer, () -> layer.activate(u, true, WORKSPACES));
    activated = true;
    return z;
  }

  /** Backpropagates −e, the gradient that DL4J expects. */
  private Pair<Gradient, INDArray> backpropagate() {
    if (!activated) {
      noise.replay(this::activate);
    }
    activated = false;
    INDArray e = error.array().dup(output.dl4jOrder());
    return LayerCalls.run(layer, () -> layer.backpropGradient(e.negi(), WORKSPACES));
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void feedForward() {
    noise.record();
    output.assign(activate());
    backward.begin();
    if (learns && backward.hasStatistics()) {
      error = output;
      backward.holdStatistics();
    }
  }

  @Override
  public void predict() {
    output.assign(noise.replay(this::activate));
    backward.forget();
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
    backward.forget();
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (layer instanceof FrozenLayer) { // where DL4J's backpropagation stops
      target.scale(beta);
      return;
    }
    INDArray gradient = backward.inputGradient();
    if (gradient == null) {
      throw new UnsupportedOperationException(
          LayerCalls.describe(layer) + " gives no gradient of its input");
    }
    target.blend(-alpha, gradient, beta);
  }

  @Override
  public void gradient(double scale) {
    backward.writeGradient(-scale);
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return backward.gradientViews();
  }
}
