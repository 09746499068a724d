// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

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
  private final MultiLayerNetwork network;

  private PcTrainer(MultiLayerNetwork network) {
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
   * Trains for some epochs.
   *
   * @param iterator of minibatches
   * @param epochs at least 1
   * @return this
   * @throws IllegalArgumentException if there is no iterator, or epochs &lt; 1
   */
  public PcTrainer fit(DataSetIterator iterator, int epochs) {
    network.fit(Checks.notNull("iterator", iterator), Checks.atLeastOne("epochs", epochs));
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
    network.fit(Checks.notNull("iterator", iterator), Checks.atLeastOne("epochs", epochs));
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
    network.fit(Checks.notNull("features", features), Checks.notNull("labels", labels));
    return this;
  }

  /**
   * Sets the listeners of training.
   *
   * @param listeners any of DL4J's
   * @return this
   */
  public PcTrainer setListeners(TrainingListener... listeners) {
    network.setListeners(listeners);
    return this;
  }

  /**
   * The attached network, over the same parameters as the user's.
   *
   * @return the network
   */
  public MultiLayerNetwork network() {
    return network;
  }
}
