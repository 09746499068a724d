// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Trains a network in place by a learning rule.
 *
 * <pre>{@code
 * PcTrainer.of(network, LearningRule.zil()).fit(trainIterator, 10);
 * }</pre>
 */
public final class PcTrainer {
  private final NeuralNetwork network;

  private PcTrainer(NeuralNetwork network) {
    this.network = network;
  }

  /**
   * Attaches a rule to a network.
   *
   * @param network see {@link PredictiveCoding#attach(MultiLayerNetwork, LearningRule)}, which also
   *     says what is thrown
   * @param rule to train by
   * @return the trainer
   */
  public static PcTrainer of(MultiLayerNetwork network, LearningRule rule) {
    return new PcTrainer(PredictiveCoding.attach(network, rule));
  }

  /**
   * Attaches a rule to a graph.
   *
   * @param graph see {@link PredictiveCoding#attach(ComputationGraph, LearningRule)}, which also
   *     says what is thrown
   * @param rule to train by
   * @return the trainer
   */
  public static PcTrainer of(ComputationGraph graph, LearningRule rule) {
    return new PcTrainer(PredictiveCoding.attach(graph, rule));
  }

  /**
   * Trains for some epochs.
   *
   * @param iterator of minibatches
   * @param epochs at least 1
   * @return this
   * @throws IllegalArgumentException if there is no iterator, or epochs &lt; 1
   */
  public PcTrainer fit(DataSetIterator iterator, int epochs) {
    Checks.notNull("iterator", iterator);
    Checks.atLeastOne("epochs", epochs);
    requireResets(iterator.resetSupported(), epochs);
    for (int epoch = 0; epoch < epochs; epoch++) {
      network.fit(iterator);
    }
    return this;
  }

  /**
   * Trains for some epochs.
   *
   * @param iterator of minibatches
   * @param epochs at least 1
   * @return this
   * @throws IllegalArgumentException if there is no iterator, or epochs &lt; 1
   */
  public PcTrainer fit(MultiDataSetIterator iterator, int epochs) {
    Checks.notNull("iterator", iterator);
    Checks.atLeastOne("epochs", epochs);
    requireResets(iterator.resetSupported(), epochs);
    for (int epoch = 0; epoch < epochs; epoch++) {
      network.fit(iterator);
    }
    return this;
  }

  /**
   * Trains for one iteration.
   *
   * @param batch a minibatch
   * @return this
   * @throws IllegalArgumentException if there is none
   */
  public PcTrainer fit(DataSet batch) {
    network.fit(Checks.notNull("batch", batch));
    return this;
  }

  /**
   * Trains for one iteration.
   *
   * @param batch a minibatch
   * @return this
   * @throws IllegalArgumentException if there is none
   */
  public PcTrainer fit(MultiDataSet batch) {
    network.fit(Checks.notNull("batch", batch));
    return this;
  }

  /**
   * Trains for one iteration.
   *
   * @param features of a minibatch
   * @param labels of a minibatch
   * @return this
   * @throws IllegalArgumentException if there are none
   */
  public PcTrainer fit(INDArray features, INDArray labels) {
    return fit(
        new org.nd4j.linalg.dataset.DataSet(
            Checks.notNull("features", features), Checks.notNull("labels", labels)));
  }

  /**
   * Sets the listeners of training.
   *
   * @param listeners any of DL4J's
   * @return this
   */
  public PcTrainer setListeners(TrainingListener... listeners) {
    ((Model) network).setListeners(listeners);
    return this;
  }

  private static void requireResets(boolean resets, int epochs) {
    if (epochs > 1 && !resets) {
      throw Checks.illegal("iterator", "one that cannot be reset", "resettable for several epochs");
    }
  }

  /**
   * The attached network, over the same parameters as the user's.
   *
   * @return the network
   * @throws IllegalStateException if it is a graph, which {@link #graph()} gives
   */
  public MultiLayerNetwork network() {
    if (network instanceof MultiLayerNetwork layers) {
      return layers;
    }
    throw new IllegalStateException("the network is a ComputationGraph: call graph()");
  }

  /**
   * The attached graph, over the same parameters as the user's.
   *
   * @return the graph
   * @throws IllegalStateException if it is a {@code MultiLayerNetwork}, which {@link #network()}
   *     gives
   */
  public ComputationGraph graph() {
    if (network instanceof ComputationGraph graph) {
      return graph;
    }
    throw new IllegalStateException("the network is a MultiLayerNetwork: call network()");
  }
}
