// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Collects kernels along a chain and cuts it into blocks where value nodes sit.
 *
 * <p>Building is a feed-forward pass: every kernel predicts as it is added, so that general kernels
 * can learn their output's shape from real data.
 */
final class GraphBuilder {
  private final InputNode input;
  private final List<Block> blocks = new ArrayList<>();
  private final List<HiddenNode> hidden = new ArrayList<>();
  private final List<OutputBlock> outputs = new ArrayList<>();
  private final Map<String, Tensor> activations = new LinkedHashMap<>();
  private final SharedMemory memory = new SharedMemory();
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<Block.LearningKernel> learning = new ArrayList<>();
  private ValueNode below;
  private Tensor current;

  /**
   * Starts at an input that already holds data.
   *
   * @param input x_0
   */
  GraphBuilder(Tensor input) {
    this.input = new InputNode(input);
    this.below = this.input;
    this.current = input;
  }

  /**
   * What the next kernel reads.
   *
   * @return the tensor
   */
  Tensor current() {
    return current;
  }

  /**
   * Memory that the graph's kernels share.
   *
   * @return the same at every call
   */
  SharedMemory memory() {
    return memory;
  }

  /**
   * Adds a kernel without parameters.
   *
   * @param kernel bound to {@link #current()}
   */
  void add(Kernel kernel) {
    kernel.feedForward();
    kernels.add(kernel);
    current = kernel.output();
  }

  /**
   * Adds a kernel with the parameters of a layer.
   *
   * @param site the layer
   * @param kernel bound to {@link #current()}
   */
  void add(LayerSite site, Kernel kernel) {
    add(kernel);
    if (site.learns()) {
      learning.add(new Block.LearningKernel(site.key(), kernel));
    }
  }

  /**
   * Ends the block with a value node at {@link #current()}.
   *
   * @param site the layer whose node it is
   */
  void cut(LayerSite site) {
    ChainBlock block = new ChainBlock(site.name(), takeChain());
    HiddenNode node = new HiddenNode(block, site.precision());
    node.settle();
    below.addConsumer(block, 0);
    blocks.add(block);
    hidden.add(node);
    current = node.value();
    below = node;
  }

  /**
   * Ends the block in a loss.
   *
   * @param make from the chain so far, the output block
   */
  void end(Function<KernelChain, OutputBlock> make) {
    OutputBlock block = make.apply(takeChain());
    below.addConsumer(block, 0);
    blocks.add(block);
    outputs.add(block);
  }

  /**
   * Notes that {@link #current()} is the output of a layer.
   *
   * @param site the layer
   */
  void noteActivation(LayerSite site) {
    activations.put(site.key(), current);
  }

  private KernelChain takeChain() {
    if (kernels.isEmpty()) {
      kernels.add(new IdentityKernel(current));
    }
    KernelChain chain = new KernelChain(kernels, learning);
    kernels.clear();
    learning.clear();
    return chain;
  }

  /**
   * The finished graph.
   *
   * @return the graph
   */
  BlockGraph build() {
    return new BlockGraph(List.of(input), blocks, hidden, outputs, activations);
  }
}
