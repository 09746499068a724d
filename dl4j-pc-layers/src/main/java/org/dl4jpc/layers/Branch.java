// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;

/**
 * A prediction under construction: where it begins, which is a value node or a {@link Join} of
 * other branches, and the kernels since.
 */
final class Branch {
  private final List<ValueNode> parents;
  private final List<Branch> joined;
  private final Join join;
  private final String joinKey;
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<Block.LearningKernel> learning = new ArrayList<>();
  private Tensor current;

  private Branch(
      List<ValueNode> parents, List<Branch> joined, Join join, String joinKey, Tensor current) {
    this.parents = parents;
    this.joined = joined;
    this.join = join;
    this.joinKey = joinKey;
    this.current = current;
  }

  /** A branch that begins at a node. */
  static Branch at(ValueNode node) {
    return new Branch(List.of(node), List.of(), null, null, node.value());
  }

  /**
   * A branch that begins where others meet.
   *
   * @param branches in the order of the join's inputs
   * @param join bound to their ends
   * @param key of the DL4J vertex if it learns, else null
   */
  static Branch joining(List<Branch> branches, Join join, String key) {
    List<ValueNode> parents = branches.stream().flatMap(b -> b.parents.stream()).toList();
    return new Branch(parents, branches, join, key, join.output());
  }

  /** What the next kernel reads. */
  Tensor current() {
    return current;
  }

  /** The presynaptic nodes, in the order of the leaves. */
  List<ValueNode> parents() {
    return parents;
  }

  /** Whether it is a value node and nothing more, and so can have any number of consumers. */
  boolean isNode() {
    return join == null && kernels.isEmpty();
  }

  /** Whether nothing in it moves or learns as long as the inputs are clamped. */
  boolean isConstant() {
    return learning.isEmpty()
        && joinKey == null
        && parents.stream().noneMatch(HiddenNode.class::isInstance)
        && joined.stream().allMatch(Branch::isConstant);
  }

  void add(Kernel kernel) {
    kernels.add(kernel);
    current = kernel.output();
  }

  void addLearning(Block.LearningKernel kernel) {
    learning.add(kernel);
  }

  /** Another branch from the same node. */
  Branch fork() {
    return isNode() ? at(parents.get(0)) : this;
  }

  /** The finished prediction. */
  Prediction finish() {
    if (kernels.isEmpty()) {
      kernels.add(new IdentityKernel(current));
    }
    KernelChain chain = new KernelChain(kernels, learning);
    if (join == null) {
      return chain;
    }
    List<Prediction> branches = joined.stream().map(Branch::finish).toList();
    List<Integer> leaves = joined.stream().map(branch -> branch.parents.size()).toList();
    return new KernelTree(branches, leaves, join, chain, joinKey);
  }
}
