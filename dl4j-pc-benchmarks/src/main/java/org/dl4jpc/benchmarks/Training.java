// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A network that is trained on one minibatch, whichever of DL4J's two classes it is. */
interface Training {

  /**
   * One call of {@code fit}.
   *
   * @param data the minibatch
   */
  void step(DataSet data);

  /**
   * The gradient of a minibatch.
   *
   * @param data the minibatch
   * @return a copy, flattened
   */
  INDArray gradient(DataSet data);

  /**
   * The same network trained by a rule.
   *
   * @param rule to attach
   * @return attached
   */
  Training by(LearningRule rule);

  /**
   * A copy with parameters of another type.
   *
   * @param type of the copy
   * @return not attached
   */
  Training in(DataType type);

  /**
   * Wraps a chain of layers.
   *
   * @param network initialised
   * @return the same network
   */
  static Training of(MultiLayerNetwork network) {
    return new Chain(network);
  }

  /**
   * Wraps a graph of one input and one output.
   *
   * @param graph initialised
   * @return the same network
   */
  static Training of(ComputationGraph graph) {
    return new Graph(graph);
  }

  /**
   * A {@code MultiLayerNetwork}.
   *
   * @param network initialised
   */
  record Chain(MultiLayerNetwork network) implements Training {

    @Override
    public void step(DataSet data) {
      network.fit(data);
    }

    @Override
    public INDArray gradient(DataSet data) {
      network.setInput(data.getFeatures());
      network.setLabels(data.getLabels());
      network.computeGradientAndScore();
      return network.getFlattenedGradients().dup();
    }

    @Override
    public Training by(LearningRule rule) {
      return new Chain(PredictiveCoding.attach(network, rule));
    }

    @Override
    public Training in(DataType type) {
      return new Chain(network.convertDataType(type));
    }
  }

  /**
   * A {@code ComputationGraph}.
   *
   * @param network initialised
   */
  record Graph(ComputationGraph network) implements Training {

    @Override
    public void step(DataSet data) {
      network.fit(data);
    }

    @Override
    public INDArray gradient(DataSet data) {
      network.setInputs(data.getFeatures());
      network.setLabels(data.getLabels());
      network.computeGradientAndScore();
      return network.getFlattenedGradients().dup();
    }

    @Override
    public Training by(LearningRule rule) {
      return new Graph(PredictiveCoding.attach(network, rule));
    }

    @Override
    public Training in(DataType type) {
      return new Graph(network.convertDataType(type));
    }
  }
}
