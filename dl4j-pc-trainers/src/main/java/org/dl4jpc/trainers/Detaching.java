// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes a plain DL4J network of an attached one. */
final class Detaching {

  private Detaching() {}

  static MultiLayerNetwork detach(PcMultiLayerNetwork attached) {
    MultiLayerNetwork plain = new MultiLayerNetwork(attached.configuration().plain().clone());
    plain.init(attached.params(), false);
    INDArray state = attached.getUpdater().getStateViewArray();
    plain.setUpdater(new MultiLayerUpdater(plain, state));
    List<TrainingListener> listeners = new ArrayList<>(attached.getListeners());
    listeners.removeIf(BackpropGuard.class::isInstance);
    plain.setListeners(listeners);
    plain.setScore(attached.score());
    return plain;
  }

  static ComputationGraph detach(PcComputationGraph attached) {
    ComputationGraph plain =
        new ComputationGraph(VertexSettings.cloneOf(attached.configuration().plain()));
    plain.init(attached.params(), false);
    plain.setUpdater(new ComputationGraphUpdater(plain, attached.updaterState()));
    List<TrainingListener> listeners = new ArrayList<>(attached.getListeners());
    listeners.removeIf(BackpropGuard.class::isInstance);
    plain.setListeners(listeners);
    plain.setScore(attached.score());
    return plain;
  }
}
