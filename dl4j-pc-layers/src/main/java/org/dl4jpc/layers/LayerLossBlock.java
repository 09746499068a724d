// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
  private final Prediction chain;
  private final Layer layer;
  private final IOutputLayer output;
  private final HeldNoise noise = new HeldNoise();
  private final LayerBackward backward;
  private final boolean learns;
  private final List<LearningKernel> learning;
  private final Kernel holder = new GradientHolder();
  private Tensor inputError;
  private INDArray labels;
  private double lambda;
  private boolean stale = true;
  private boolean received;
  private double loss = Double.NaN;
  private boolean lossKnown;

  /**
   * Joins a chain and an output layer.
   *
   * @param site the layer, an {@link IOutputLayer}
   * @param chain what comes before the layer
   */
  LayerLossBlock(LayerSite site, Prediction chain) {
    this.name = site.name();
    this.chain = chain;
    this.layer = site.layer();
    this.learns = site.learns();
    this.output = (IOutputLayer) layer;
    this.backward = new LayerBackward(layer, () -> noise.replay(this::backpropagate));
    this.learning = new ArrayList<>(chain.learning());
    if (learns) {
      this.learning.add(new LearningKernel(site.key(), holder));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void setLabels(INDArray labels) {
    this.labels = labels;
    forget();
  }

  private void forget() {
    backward.forget();
    received = false;
    lossKnown = false;
  }

  private void present() {
    layer.clearNoiseWeightParams();
    layer.setInput(chain.output().array().dup(chain.output().dl4jOrder()), WORKSPACES);
    output.setLabels(labels);
  }

  @Override
  public double loss() {
    if (!lossKnown) {
      loss = noise.replay(this::score);
      lossKnown = true;
    }
    return loss;
  }

  /** DL4J's score is a mean over the batch; some layers make it a sum where they are told to. */
  private double score() {
    NeuralNetConfiguration configuration = layer.conf();
    boolean mean = configuration.isMiniBatch();
    configuration.setMiniBatch(true);
    try {
      present();
      double score = LayerCalls.run(layer, () -> output.computeScore(0.0, true, WORKSPACES));
      return score * layer.input().size(0);
    } finally {
      configuration.setMiniBatch(mean);
    }
  }

  /**
   * Takes λ.
   *
   * @throws DL4JInvalidInputException for a soft clamp, as where a labels mask of single outputs
   *     has taken the place of a block that has one
   */
  @Override
  public void receiveLoss(OutputPull pull) {
    if (pull.isSoft()) {
      throw new DL4JInvalidInputException(
          "illegal output of the rule: "
              + pull
              + ", must not be a soft clamp for layer '"
              + name
              + "' "
              + withMask());
    }
    lambda = pull.factor(1.0);
  }

  private String withMask() {
    INDArray mask = layer.getMaskArray();
    return mask == null
        ? "as it is configured"
        : "with a labels mask of shape " + Arrays.toString(mask.shape());
  }

  @Override
  public double energy(OutputPull pull) {
    double factor = pull.factor(1.0);
    return factor == 0.0 ? 0.0 : factor * loss();
  }

  private Pair<Gradient, INDArray> backpropagate() {
    present();
    Pair<Gradient, INDArray> result =
        LayerCalls.run(layer, () -> layer.backpropGradient(null, WORKSPACES));
    if (!learns && layer.getGradientsViewArray() != null) { // as DL4J does with frozen layers
      layer.getGradientsViewArray().assign(0.0);
    }
    return result;
  }

  /** Hands the loss's gradient at the layer's input to the chain below. */
  private void descend() {
    if (!received) {
      if (inputError == null) {
        inputError = chain.output().like();
      }
      inputError.assign(backward.inputGradient());
      chain.receive(inputError);
      received = true;
    }
  }

  @Override
  public INDArray prediction() {
    return noise.replay(
        () -> {
          present();
          return layer.activate(true, WORKSPACES).dup();
        });
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
      forget();
    }
    return wasStale;
  }

  /** Draws the layer's noise as DL4J does: in its backward pass, the first thing that it runs. */
  @Override
  public void beginMinibatch() {
    stale = false;
    backward.begin();
    forget();
    noise.record();
    if (labels != null) {
      backward.accept(backpropagate());
    }
  }

  @Override
  public boolean isQuiet() {
    return lambda == 0.0;
  }

  @Override
  public void feedback(int parent, Tensor target, double alpha, double beta) {
    descend();
    chain.feedback(parent, target, -alpha * lambda, beta);
  }

  @Override
  public void gradient(GradientFactor factor) {
    if (learns) {
      backward.writeGradient(-factor.of(holder) * lambda);
    }
    if (!chain.learning().isEmpty()) {
      descend();
      chain.gradient(factor, -lambda);
    }
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
    public double presynapticNorm(PresynapticNorm form) {
      throw new DL4JInvalidInputException(
          "illegal weight rule: normalised least mean squares is not defined for layer '"
              + name
              + "' "
              + withMask());
    }

    @Override
    public Map<String, INDArray> gradientViews() {
      return backward.gradientViews();
    }
  }
}
