// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Any DL4J layer, through its own {@code activate} and {@code backpropGradient}: the general kernel
 * for layer types without one of their own.
 *
 * <p>DL4J's {@code backpropGradient} must follow an {@code activate} each time, computes the weight
 * gradient and the input gradient together, and forgets its noise afterwards. So an error is
 * carried back once, whichever of {@link #feedback} and {@link #gradient} asks first, and noise is
 * held by repeating the random generator's state.
 */
final class LayerKernel implements Kernel {
  private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final Tensor input;
  private final Tensor output;
  private final Layer layer;
  private final HeldNoise noise = new HeldNoise();
  private final Map<String, INDArray> gradients = new LinkedHashMap<>();
  private Tensor error;
  private boolean activated;
  private boolean carried;
  private INDArray inputGradient;

  /**
   * Binds a layer to an input that already holds data.
   *
   * @param input u
   * @param layer with its parameter, gradient and mask arrays set; not allowed to modify its input
   */
  LayerKernel(Tensor input, Layer layer) {
    this.input = input;
    this.layer = layer;
    noise.record();
    INDArray sample = noise.replay(this::activate);
    this.output = Tensor.allocate(sample.dataType(), sample.ordering(), sample.shape());
  }

  private INDArray activate() {
    layer.clearNoiseWeightParams();
    INDArray u = input.array().dup(input.dl4jOrder());
    INDArray z = layer.activate(u, true, WORKSPACES);
    activated = true;
    return z;
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void feedForward() {
    noise.record();
    output.assign(activate());
  }

  @Override
  public void predict() {
    output.assign(noise.replay(this::activate));
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
    carried = false;
  }

  /** Backpropagates −e, the gradient that DL4J expects, once for each error received. */
  private void carry() {
    if (carried) {
      return;
    }
    if (!activated) {
      noise.replay(this::activate);
    }
    INDArray outputGradient = error.array().dup(output.dl4jOrder()).negi();
    Pair<Gradient, INDArray> result = layer.backpropGradient(outputGradient, WORKSPACES);
    inputGradient = result.getSecond();
    gradients.putAll(result.getFirst().gradientForVariable());
    activated = false;
    carried = true;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    carry();
    if (inputGradient == null) {
      throw new UnsupportedOperationException(
          layer.getClass().getSimpleName() + " gives no gradient of its input");
    }
    target.blend(-alpha, inputGradient, beta);
  }

  @Override
  public void gradient(double scale) {
    carry();
    if (scale != -1.0) {
      gradients.forEach(
          (name, view) -> {
            if (layer.updaterDivideByMinibatch(name)) {
              view.muli(-scale);
            }
          });
      carried = false;
    }
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }
}
