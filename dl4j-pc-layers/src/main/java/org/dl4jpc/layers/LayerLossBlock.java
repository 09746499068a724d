// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Any DL4J output layer, through its own score and {@code backpropGradient}: the general output
 * block. The loss may depend on the layer's input and parameters in any way, ℒ(y, x_{L−1}; θ_L).
 */
final class LayerLossBlock implements OutputBlock {
  private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final String name;
  private final KernelChain chain;
  private final Layer layer;
  private final IOutputLayer output;
  private final HeldNoise noise = new HeldNoise();
  private final Map<String, INDArray> gradients = new LinkedHashMap<>();
  private final List<LearningKernel> learning;
  private Tensor inputError;
  private INDArray labels;
  private INDArray inputGradient;
  private double lambda;
  private boolean stale = true;
  private boolean carried;

  /**
   * Joins a chain and an output layer.
   *
   * @param name of the block
   * @param chain what comes before the layer
   * @param layer DL4J's, an {@link IOutputLayer}
   * @param key prefix of DL4J's parameter names of the layer
   */
  LayerLossBlock(String name, KernelChain chain, Layer layer, String key) {
    this.name = name;
    this.chain = chain;
    this.layer = layer;
    this.output = (IOutputLayer) layer;
    this.learning = new ArrayList<>(chain.learning());
    if (layer.numParams() > 0) {
      this.learning.add(new LearningKernel(key, new GradientHolder()));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void setLabels(INDArray labels) {
    this.labels = labels;
    carried = false;
  }

  private void present() {
    layer.clearNoiseWeightParams();
    layer.setInput(chain.output().array().dup(chain.output().dl4jOrder()), WORKSPACES);
    output.setLabels(labels);
  }

  @Override
  public double loss() {
    return noise.replay(
        () -> {
          present();
          double score = output.computeScore(0.0, true, WORKSPACES);
          return layer.conf().isMiniBatch() ? score * layer.input().size(0) : score;
        });
  }

  @Override
  public void receiveLoss(double nudge) {
    lambda = nudge;
  }

  private void carry() {
    if (carried) {
      return;
    }
    Pair<Gradient, INDArray> result = noise.replay(this::backpropagate);
    gradients.putAll(result.getFirst().gradientForVariable());
    inputGradient = result.getSecond();
    if (inputError == null) {
      inputError = chain.output().like();
    }
    inputError.assign(inputGradient);
    chain.receive(inputError);
    carried = true;
  }

  private Pair<Gradient, INDArray> backpropagate() {
    present();
    return layer.backpropGradient(null, WORKSPACES);
  }

  @Override
  public INDArray prediction() {
    return layer
        .activate(chain.output().array().dup(chain.output().dl4jOrder()), false, WORKSPACES)
        .dup();
  }

  @Override
  public void markStale() {
    stale = true;
  }

  @Override
  public boolean refresh() {
    boolean wasStale = stale;
    if (wasStale) {
      chain.predict();
      stale = false;
      carried = false;
    }
    return wasStale;
  }

  /** Draws the layer's noise as DL4J does: once, in its first pass. */
  @Override
  public void feedForward() {
    chain.feedForward();
    stale = false;
    carried = false;
    noise.record();
    if (labels != null) {
      backpropagate();
    }
  }

  @Override
  public boolean isQuiet() {
    return lambda == 0.0;
  }

  @Override
  public void feedback(int parent, Tensor target, double alpha, double beta) {
    carry();
    chain.feedback(target, -alpha * lambda, beta);
  }

  @Override
  public void gradient(double scale) {
    carry();
    double factor = -scale * lambda;
    if (factor != 1.0) {
      gradients.forEach(
          (key, view) -> {
            if (layer.updaterDivideByMinibatch(key)) {
              view.muli(factor);
            }
          });
    }
    chain.gradient(scale * -lambda);
    carried = false;
  }

  @Override
  public List<LearningKernel> learningKernels() {
    return List.copyOf(learning);
  }

  /** Shows the output layer's gradient views; the block itself writes them. */
  private final class GradientHolder implements Kernel {
    @Override
    public Tensor output() {
      return chain.output();
    }

    @Override
    public void predict() {}

    @Override
    public void receive(Tensor error) {}

    @Override
    public void feedback(Tensor target, double alpha, double beta) {}

    @Override
    public Map<String, INDArray> gradientViews() {
      return gradients;
    }
  }
}
