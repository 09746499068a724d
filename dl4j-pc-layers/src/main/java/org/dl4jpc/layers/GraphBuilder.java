// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Collects kernels along branches and cuts them into blocks where value nodes sit.
 *
 * <p>Building is a feed-forward pass: every kernel predicts as it is added, so that general kernels
 * can learn their output's shape from real data.
 */
final class GraphBuilder {
  private final List<InputNode> inputs = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<HiddenNode> hidden = new ArrayList<>();
  private final List<OutputBlock> outputs = new ArrayList<>();
  private final Map<String, Tensor> activations = new LinkedHashMap<>();
  private final SharedMemory memory = new SharedMemory();
  private final FeedForwardPass pass = new FeedForwardPass();
  private Branch branch;

  /**
   * Starts at an input that already holds data.
   *
   * @param input x_0
   */
  GraphBuilder(Tensor input) {
    addInput(input);
  }

  /** Starts without an input. */
  GraphBuilder() {}

  /**
   * Adds an input that already holds data, and goes on from there.
   *
   * @param input x_0
   */
  void addInput(Tensor input) {
    InputNode node = new InputNode(input);
    inputs.add(node);
    branch = Branch.at(node);
  }

  /**
   * Goes on from somewhere else.
   *
   * @param other where the next kernel is added
   */
  void goTo(Branch other) {
    branch = other;
  }

  /**
   * Joins branches and goes on from there.
   *
   * @param branches in the order of the join's inputs
   * @param join bound to their ends
   * @param key of the DL4J vertex if it learns, else null
   */
  void join(List<Branch> branches, Join join, String key) {
    branch = Branch.joining(branches, join, key);
    pass.add(join::feedForward);
  }

  /**
   * The first prediction of a minibatch by all that has been added.
   *
   * @return the same at every call
   */
  FeedForwardPass pass() {
    return pass;
  }

  /** Says that the kernels that follow, up to {@link #end}, are an output layer's. */
  void beginOutput() {
    pass.beginOutput();
  }

  /**
   * Where the next kernel is added.
   *
   * @return the branch
   */
  Branch branch() {
    return branch;
  }

  /**
   * What the next kernel reads.
   *
   * @return the tensor
   */
  Tensor current() {
    return branch.current();
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
    branch.add(kernel);
    pass.add(kernel::feedForward);
    pass.addCarry(kernel::carryState);
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
      branch.addLearning(new Block.LearningKernel(site.key(), kernel));
    }
  }

  /**
   * Ends the block with a value node at {@link #current()}.
   *
   * @param site the layer whose node it is
   */
  void cut(LayerSite site) {
    cut(site.name(), site.precision());
  }

  /**
   * Ends the block with a value node at {@link #current()}.
   *
   * @param name of the node
   * @param precision of the node
   * @throws DL4JInvalidConfigException if it has another number of values than the node units
   */
  void cut(String name, Precision precision) {
    ChainBlock block = new ChainBlock(name, branch.finish());
    requireUnits(block, precision);
    HiddenNode node = new HiddenNode(block, precision);
    node.settle();
    pass.add(
        () -> {
          block.beginMinibatch();
          node.settle();
        });
    consume(block);
    hidden.add(node);
    branch = Branch.at(node);
  }

  private static void requireUnits(ChainBlock block, Precision precision) {
    long units = block.prediction().array().size(block.unitDimension());
    if (precision.values() != 1 && precision.values() != units) {
      throw new DL4JInvalidConfigException(
          "illegal layer '"
              + block.name()
              + "': "
              + SiteChecks.precisionMisfit(precision.values(), units));
    }
  }

  /**
   * Lets no error pass below {@link #current()}, the output of a frozen layer or vertex. Where all
   * below is constant too, it becomes part of the clamped input.
   *
   * @param name of the layer or vertex
   */
  void freeze(String name) {
    if (branch.isConstant()) {
      ChainBlock block = new ChainBlock(name, branch.finish());
      consume(block);
      branch = Branch.at(new FixedNode(block, block.prediction()));
    } else {
      add(new FrozenKernel(current()));
    }
  }

  /**
   * Ends the block in a loss.
   *
   * @param make from the prediction so far, the output block
   */
  void end(Function<Prediction, OutputBlock> make) {
    OutputBlock block = make.apply(branch.finish());
    pass.add(block::beginMinibatch);
    pass.endOutput();
    consume(block);
    outputs.add(block);
  }

  private void consume(Block block) {
    List<ValueNode> parents = branch.parents();
    for (int i = 0; i < parents.size(); i++) {
      parents.get(i).addConsumer(block, i);
    }
    blocks.add(block);
  }

  /**
   * Notes that {@link #current()} is the output of a layer.
   *
   * @param site the layer
   */
  void noteActivation(LayerSite site) {
    noteActivation(site.key());
  }

  /**
   * Notes that {@link #current()} is the output of a layer or vertex.
   *
   * @param key of the layer, or name of the vertex
   */
  void noteActivation(String key) {
    activations.put(key, current());
  }

  /**
   * The finished graph.
   *
   * @return the graph
   */
  BlockGraph build() {
    return new BlockGraph(inputs, blocks, hidden, outputs, activations, pass);
  }

  /**
   * The finished graph.
   *
   * @param names of the outputs, in the network's order
   * @return the graph
   */
  BlockGraph build(List<String> names) {
    outputs.sort(Comparator.comparingInt(output -> names.indexOf(output.name())));
    return build();
  }
}
