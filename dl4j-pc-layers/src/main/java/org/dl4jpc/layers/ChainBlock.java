// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;

/** A hidden block that is a chain of kernels over one presynaptic node. */
final class ChainBlock implements HiddenBlock {
  private final String name;
  private final Prediction chain;
  private double weight = 1.0;
  private boolean stale = true;
  private boolean nodeMoved;
  private boolean quiet = true;

  ChainBlock(String name, Prediction chain) {
    this.name = name;
    this.chain = chain;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Tensor prediction() {
    return chain.output();
  }

  @Override
  public void markStale() {
    stale = true;
  }

  @Override
  public void nodeMoved() {
    nodeMoved = chain.last().isRecurrent();
  }

  @Override
  public boolean refresh() {
    boolean wasStale = stale || nodeMoved;
    if (stale) {
      chain.predict();
    } else if (nodeMoved) {
      chain.last().predictRecurrence();
    }
    predicted();
    return wasStale;
  }

  private void predicted() {
    stale = false;
    nodeMoved = false;
  }

  @Override
  public void beginMinibatch() {
    predicted();
  }

  @Override
  public void receive(Tensor error, double precision) {
    weight = precision;
    quiet = false;
    chain.receive(error);
  }

  @Override
  public void receiveNothing() {
    quiet = true;
  }

  @Override
  public boolean isQuiet() {
    return quiet;
  }

  @Override
  public void feedback(int parent, Tensor target, double alpha, double beta) {
    chain.feedback(parent, target, alpha * weight, beta);
  }

  @Override
  public void gradient(GradientFactor factor) {
    chain.gradient(factor, weight);
  }

  @Override
  public void recur(Tensor target, double alpha) {
    chain.last().recur(target, alpha * weight);
  }

  @Override
  public void recurInOrder(Tensor error, double alpha, Precision precision) {
    chain.last().recurInOrder(error, alpha, precision);
  }

  @Override
  public int recurrenceDepth() {
    return chain.last().recurrenceDepth();
  }

  @Override
  public void bindNode(Tensor value) {
    chain.last().bindNode(value);
  }

  @Override
  public int unitDimension() {
    return chain.last().unitDimension();
  }

  @Override
  public List<LearningKernel> learningKernels() {
    return chain.learning();
  }
}
