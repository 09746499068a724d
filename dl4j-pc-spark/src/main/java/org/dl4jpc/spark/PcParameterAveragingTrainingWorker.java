// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.spark;

import java.util.Collection;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.storage.StatsStorageRouterProvider;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;

/** DL4J's worker of parameter averaging, whose network trains by the rule. */
final class PcParameterAveragingTrainingWorker extends ParameterAveragingTrainingWorker {
  private static final long serialVersionUID = 1L;

  private final Replica replica;

  /**
   * Makes a worker; all but the first argument are DL4J's.
   *
   * @param replica attaches the worker's network
   * @param broadcast a plain configuration, parameters and updater state
   * @param saveUpdater whether updater states are averaged
   * @param configuration of the worker
   * @param hooks called around each minibatch; null for none
   * @param listeners of the worker's network; null for none
   * @param router of listeners that send; null for none
   */
  PcParameterAveragingTrainingWorker(
      Replica replica,
      Broadcast<NetBroadcastTuple> broadcast,
      boolean saveUpdater,
      WorkerConfiguration configuration,
      Collection<TrainingHook> hooks,
      Collection<TrainingListener> listeners,
      StatsStorageRouterProvider router) {
    super(broadcast, saveUpdater, configuration, hooks, listeners, router);
    this.replica = replica;
  }

  @Override
  public MultiLayerNetwork getInitialModel() {
    return replica.attach(super.getInitialModel());
  }

  @Override
  public ComputationGraph getInitialModelGraph() {
    return replica.attach(super.getInitialModelGraph());
  }
}
