// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Branches that meet in a {@link Join}, and the kernels after it. */
final class KernelTree implements Prediction {
  private final List<Prediction> branches;
  private final List<Integer> leaves;
  private final Join join;
  private final KernelChain top;
  private final List<Block.LearningKernel> learning = new ArrayList<>();
  private final Kernel joinKernel = new JoinKernel();
  private final List<Tensor> errors = new ArrayList<>();
  private final boolean[] carried;
  private final boolean joinLearns;
  private Tensor joinError;
  private boolean descended;

  /**
   * Joins branches.
   *
   * @param branches in the order of the join's inputs
   * @param leaves how many presynaptic nodes each has
   * @param join where they meet
   * @param top the kernels after it, at least one
   * @param joinKey key of the DL4J vertex if it learns, else null
   */
  KernelTree(
      List<Prediction> branches, List<Integer> leaves, Join join, KernelChain top, String joinKey) {
    this.branches = List.copyOf(branches);
    this.leaves = List.copyOf(leaves);
    this.join = join;
    this.top = top;
    this.joinLearns = joinKey != null;
    this.carried = new boolean[branches.size()];
    branches.forEach(branch -> learning.addAll(branch.learning()));
    if (joinLearns) {
      learning.add(new Block.LearningKernel(joinKey, joinKernel));
    }
    learning.addAll(top.learning());
    branches.forEach(branch -> errors.add(null));
  }

  @Override
  public Tensor output() {
    return top.output();
  }

  @Override
  public Kernel last() {
    return top.last();
  }

  @Override
  public List<Block.LearningKernel> learning() {
    return learning;
  }

  @Override
  public void predict() {
    branches.forEach(Prediction::predict);
    join.predict();
    top.predict();
  }

  @Override
  public void receive(Tensor error) {
    top.receive(error);
    descended = false;
  }

  @Override
  public void feedback(int parent, Tensor target, double alpha, double beta) {
    int branch = 0;
    int leaf = parent;
    while (leaf >= leaves.get(branch)) {
      leaf -= leaves.get(branch);
      branch++;
    }
    carryTo(branch);
    branches.get(branch).feedback(leaf, target, alpha, beta);
  }

  @Override
  public void gradient(GradientFactor factor, double weight) {
    top.gradient(factor, weight);
    if (joinLearns) {
      descend();
      join.gradient(factor.of(joinKernel) * weight);
    }
    for (int i = 0; i < branches.size(); i++) {
      if (!branches.get(i).learning().isEmpty()) {
        carryTo(i);
        branches.get(i).gradient(factor, weight);
      }
    }
  }

  private void descend() {
    if (!descended) {
      if (joinError == null) {
        joinError = join.output().like();
      }
      top.feedback(0, joinError, 1.0, 0.0);
      join.receive(joinError);
      Arrays.fill(carried, false);
      descended = true;
    }
  }

  private void carryTo(int branch) {
    descend();
    if (!carried[branch]) {
      if (errors.get(branch) == null) {
        errors.set(branch, branches.get(branch).output().like());
      }
      join.feedback(branch, errors.get(branch));
      branches.get(branch).receive(errors.get(branch));
      carried[branch] = true;
    }
  }

  /** Stands for a join with parameters among the kernels that learn. */
  private final class JoinKernel implements Kernel {
    @Override
    public Tensor output() {
      return join.output();
    }

    @Override
    public void predict() {}

    @Override
    public void receive(Tensor error) {}

    @Override
    public void feedback(Tensor target, double alpha, double beta) {}

    @Override
    public Map<String, INDArray> gradientViews() {
      return join.gradientViews();
    }
  }
}
