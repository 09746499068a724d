// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.deeplearning4j.nn.api.NeuralNetwork;
import org.dl4jpc.trainers.PcTrainer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network cut in two: the frozen part, which only computes features, and the rest as a network of
 * its own, which reads them.
 *
 * @param <N> DL4J's class of network
 */
interface FrozenSplit<N extends NeuralNetwork> {

  /** {@return the whole network, attached} */
  N attached();

  /** {@return the trainer of the rest} */
  PcTrainer trainer();

  /**
   * The output of the frozen part, in test mode, as frozen layers always are.
   *
   * @param features of a minibatch, one array an input
   * @return inputs of the rest
   */
  INDArray[] features(INDArray[] features);

  /** Brings the rest to where the whole network stands: parameters, updater state, counts. */
  void pull();

  /** Brings the whole network to where the rest stands, its score too. */
  void push();

  /**
   * Copies what may be absent.
   *
   * @param from null if there is none
   * @param to of the same length, null if there is none
   */
  static void copy(INDArray from, INDArray to) {
    if (from != null && to != null) {
      to.assign(from.reshape(to.shape()));
    }
  }
}
