// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as predictive coding sees it: a directed acyclic graph of value nodes and the blocks
 * between them, bound to one shape of minibatch.
 *
 * <p>The graph knows how to predict, to measure errors and energy and to write gradients; in which
 * order nodes move, by how much and how often is the caller's.
 */
public final class BlockGraph {
  private final List<InputNode> inputs;
  private final List<Block> blocks;
  private final List<HiddenNode> hidden;
  private final List<OutputBlock> outputs;
  private final Map<String, Tensor> activations;
  private final FeedForwardPass pass;

  /**
   * Joins the parts.
   *
   * @param inputs in the network's order
   * @param blocks all, in topological order
   * @param hidden the nodes of the hidden blocks, in the same order
   * @param outputs the output blocks, in the network's order
   * @param activations output of every DL4J layer by the layer's key, but of output layers
   * @param pass of all kernels, blocks and nodes
   */
  BlockGraph(
      List<InputNode> inputs,
      List<Block> blocks,
      List<HiddenNode> hidden,
      List<OutputBlock> outputs,
      Map<String, Tensor> activations,
      FeedForwardPass pass) {
    this.inputs = List.copyOf(inputs);
    this.blocks = List.copyOf(blocks);
    this.hidden = List.copyOf(hidden);
    this.outputs = List.copyOf(outputs);
    this.activations = activations;
    this.pass = pass;
  }

  /**
   * The input nodes.
   *
   * @return in the network's order
   */
  public List<InputNode> inputs() {
    return inputs;
  }

  /**
   * The hidden value nodes x_1 … x_{L−1}.
   *
   * @return in topological order
   */
  public List<HiddenNode> hiddenNodes() {
    return hidden;
  }

  /**
   * The output blocks.
   *
   * @return in the network's order
   */
  public List<OutputBlock> outputs() {
    return outputs;
  }

  /**
   * All blocks.
   *
   * @return in topological order
   */
  public List<Block> blocks() {
    return blocks;
  }

  /**
   * Output of the DL4J layers as the last prediction left them.
   *
   * @return by the layer's key, in topological order
   */
  public Map<String, Tensor> activations() {
    return activations;
  }

  /**
   * Clamps an input and the targets.
   *
   * @param features one array an input
   * @param labels one array an output, or empty where nothing is learned
   */
  public void clamp(List<INDArray> features, List<INDArray> labels) {
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).value().assign(features.get(i));
    }
    for (int i = 0; i < labels.size(); i++) {
      outputs.get(i).setLabels(labels.get(i));
    }
  }

  /**
   * Says which time steps of the minibatch are not padding.
   *
   * @param steps [B, N], see {@link LiveSteps#join}; null for all
   */
  public void setLiveSteps(INDArray steps) {
    hidden.forEach(node -> node.setLiveSteps(steps));
  }

  /** The feed-forward pass: draws noise, sets every node to its prediction and every error to 0. */
  public void feedForward() {
    pass.run();
  }

  /** Leaves the states of all recurrences to the next segment of the sequences. */
  public void carryStates() {
    pass.carryStates();
  }

  /** Says that weights have changed: every prediction is to be made again. */
  public void weightsChanged() {
    blocks.forEach(Block::markStale);
  }

  /**
   * Brings all errors up to date with the nodes: predicts again whatever is stale.
   *
   * @param pull of the labels at the outputs
   */
  public void updateErrors(OutputPull pull) {
    hidden.forEach(HiddenNode::updateError);
    for (OutputBlock output : outputs) {
      output.refresh();
      output.receiveLoss(pull);
    }
  }

  /**
   * ℒ at the present predictions.
   *
   * @return summed over the batch and the outputs, without λ
   */
  public double loss() {
    return outputs.stream().mapToDouble(OutputBlock::loss).sum();
  }

  /**
   * The outputs' part of the energy, λℒ.
   *
   * @param pull of the labels
   * @return summed over the batch and the outputs
   */
  public double outputEnergy(OutputPull pull) {
    return outputs.stream().mapToDouble(output -> output.energy(pull)).sum();
  }

  /**
   * Ẽ = Σ ½ π ‖ε‖² + ½ d ‖x‖² at the present errors.
   *
   * @return summed over the batch and the hidden nodes
   */
  public double internalEnergy() {
    return hidden.stream().mapToDouble(HiddenNode::energy).sum();
  }

  /**
   * Shows all blocks, their errors made explicit, as for taking weight gradients.
   *
   * @param visitor who is shown them
   */
  public void visitBlocks(Consumer<Block> visitor) {
    hidden.forEach(node -> node.visitProducer(visitor));
    outputs.forEach(visitor);
  }

  /**
   * The gradient views of all layers that learn.
   *
   * @return in topological order
   */
  public List<Block.LearningKernel> learningKernels() {
    List<Block.LearningKernel> all = new ArrayList<>();
    blocks.forEach(block -> all.addAll(block.learningKernels()));
    return all;
  }
}
