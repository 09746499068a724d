// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Any DL4J graph vertex, through its own {@code doForward} and {@code doBackward}. */
final class VertexJoin implements Join {
  private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final GraphVertex vertex;
  private final List<Tensor> inputs;
  private final Tensor output;
  private final HeldNoise noise = new HeldNoise();
  private final Map<String, INDArray> gradients = new HashMap<>();
  private Map<String, INDArray> views = Map.of();
  private Tensor error;
  private INDArray[] backward;

  /**
   * Binds a vertex to inputs that already hold data.
   *
   * @param vertex with its parameter and gradient arrays set
   * @param inputs u_1 …
   */
  VertexJoin(GraphVertex vertex, List<Tensor> inputs) {
    this.vertex = vertex;
    this.inputs = List.copyOf(inputs);
    noise.record();
    INDArray sample = noise.replay(this::forward);
    this.output =
        Tensor.allocate(inputs.get(0).array().dataType(), sample.ordering(), sample.shape());
    output.assign(sample);
  }

  private INDArray forward() {
    present();
    return vertex.doForward(true, WORKSPACES);
  }

  private void present() {
    for (int i = 0; i < inputs.size(); i++) {
      Tensor input = inputs.get(i);
      vertex.setInput(i, input.array().dup(input.dl4jOrder()), WORKSPACES);
    }
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    output.assign(noise.replay(this::forward));
    backward = null;
  }

  @Override
  public void feedForward() {
    noise.record();
    output.assign(forward());
    backward = null;
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
    backward = null;
  }

  @Override
  public void feedback(int input, Tensor target) {
    backpropagate();
    if (backward[input] == null) {
      target.scale(0.0);
    } else {
      target.assign(backward[input]);
    }
  }

  @Override
  public void gradient(double scale) {
    backpropagate();
    views.forEach((name, view) -> view.assign(gradients.get(name).mul(scale)));
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return views;
  }

  /** Runs the vertex backwards once an error, which it is linear in. */
  private void backpropagate() {
    if (backward != null) {
      return;
    }
    vertex.setEpsilon(error.array().dup(output.dl4jOrder()));
    Pair<Gradient, INDArray[]> result = noise.replay(() -> vertex.doBackward(false, WORKSPACES));
    backward = result.getSecond();
    if (result.getFirst() != null) {
      views = result.getFirst().gradientForVariable();
      gradients.clear();
      views.forEach((name, view) -> gradients.put(name, view.dup(view.ordering())));
    }
  }
}
