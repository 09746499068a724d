// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.Collection;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What parallel training asks of an attached network, of either class. */
interface AttachedModel {

  /**
   * Wraps a network.
   *
   * @param model of DL4J
   * @return its view
   * @throws IllegalArgumentException if it is not attached to a rule
   */
  static AttachedModel of(Model model) {
    if (PredictiveCoding.isAttached(model)) {
      if (model instanceof MultiLayerNetwork network) {
        return new AttachedMultiLayer(network);
      }
      if (model instanceof ComputationGraph graph) {
        return new AttachedGraph(graph);
      }
    }
    throw new IllegalArgumentException(
        "illegal model: "
            + (model == null ? null : model.getClass().getSimpleName())
            + ", must be a network attached to a learning rule by PredictiveCoding.attach; DL4J's"
            + " own ParallelWrapper trains plain networks by backpropagation");
  }

  /** The network. */
  Model model();

  /**
   * An independent copy of the network, attached to the same rule, with no listeners but the guard.
   */
  AttachedModel copy();

  void fit(DataSet batch, long etlMillis);

  void fit(MultiDataSet batch, long etlMillis);

  /** The updater's state, a view; null if it has none. */
  INDArray updaterState();

  int iterations();

  void setIterations(int count);

  void setScore(double score);

  /** The network's listeners, in a new collection. */
  Collection<TrainingListener> listeners();

  void setListeners(Collection<TrainingListener> listeners);

  /** Counts an epoch. */
  void countEpoch();

  /** Frees the native memory of parameters, gradients and updater state. */
  void close();
}
