// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.ListenerVariables;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.impl.HistoryListener;
import org.nd4j.autodiff.listeners.records.History;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * The course of {@code SameDiff.fit}: epochs, counts and listeners, around the learning step.
 * Listeners hear what they hear there, but of single operations; variables that they ask for are
 * those of a feed-forward pass before the step.
 */
final class SameDiffFit {
  private final SameDiff graph;
  private final SameDiffLearner learner;
  private final List<Listener> listeners = new ArrayList<>();
  private final HistoryListener history;
  private final At at;

  /**
   * Prepares a fit.
   *
   * @param graph with its training configuration and listeners
   * @param learner makes the steps
   * @param more listeners besides the graph's
   */
  SameDiffFit(SameDiff graph, SameDiffLearner learner, List<Listener> more) {
    this.graph = graph;
    this.learner = learner;
    this.history = new HistoryListener(config());
    listeners.add(history);
    listeners.addAll(graph.getListeners());
    listeners.addAll(more);
    listeners.removeIf(listener -> !listener.isActive(Operation.TRAINING));
    this.at =
        At.builder()
            .epoch(config().getEpochCount())
            .iteration(config().getIterationCount())
            .javaThreadNum(Thread.currentThread().getId())
            .operation(Operation.TRAINING)
            .build();
  }

  private TrainingConfig config() {
    return graph.getTrainingConfig();
  }

  /**
   * Trains on one minibatch, which is no epoch.
   *
   * @param data the minibatch
   * @return as SameDiff reports it
   */
  History once(MultiDataSet data) {
    listeners.forEach(listener -> listener.operationStart(graph, Operation.TRAINING));
    step(data, 0);
    return finish();
  }

  /**
   * Trains for some epochs, or until a listener stops it.
   *
   * @param data minibatches
   * @param epochs at least 1
   * @return as SameDiff reports it
   */
  History epochs(MultiDataSetIterator data, int epochs) {
    listeners.forEach(listener -> listener.operationStart(graph, Operation.TRAINING));
    LossCurve curve = null;
    boolean stop = false;
    for (int epoch = 0; epoch < epochs && !stop; epoch++) {
      if (epoch > 0 || !data.hasNext()) {
        data.reset();
      }
      at.setEpoch(config().getEpochCount());
      listeners.forEach(listener -> listener.epochStart(graph, at));
      long start = System.currentTimeMillis();
      Loss mean = Loss.average(epoch(data));
      curve =
          curve == null
              ? new LossCurve(mean.lossValues(), mean.lossNames())
              : curve.addLossAndCopy(mean.lossValues(), mean.lossNames());
      stop = ended(curve, System.currentTimeMillis() - start);
      config().incrementEpochCount();
    }
    return finish();
  }

  private List<Loss> epoch(MultiDataSetIterator data) {
    List<Loss> losses = new ArrayList<>();
    while (data.hasNext()) {
      long start = System.currentTimeMillis();
      MultiDataSet batch = data.next();
      losses.add(step(batch, System.currentTimeMillis() - start));
    }
    if (losses.isEmpty()) {
      throw Checks.illegal("iterator", "an empty one", "one of at least one minibatch");
    }
    return losses;
  }

  private boolean ended(LossCurve curve, long milliseconds) {
    boolean stop = false;
    for (Listener listener : listeners) {
      stop |= listener.epochEnd(graph, at, curve, milliseconds) == ListenerResponse.STOP;
    }
    return stop;
  }

  private Loss step(MultiDataSet batch, long waited) {
    at.setIteration(config().getIterationCount());
    listeners.forEach(listener -> listener.iterationStart(graph, at, batch, waited));
    showVariables(batch);
    Loss loss = learner.learn(batch, listeners, at);
    listeners.forEach(listener -> listener.iterationDone(graph, at, batch, loss));
    config().incrementIterationCount();
    return loss;
  }

  private void showVariables(MultiDataSet batch) {
    Set<String> wanted = new HashSet<>();
    listeners.forEach(listener -> wanted.addAll(wantedBy(listener)));
    if (wanted.isEmpty()) {
      return;
    }
    Map<String, INDArray> values =
        graph.output(SameDiffData.mapped(config(), batch), wanted.toArray(new String[0]));
    for (Listener listener : listeners) {
      for (String name : wantedBy(listener)) {
        SameDiffOp operation = graph.getOps().get(graph.getVariables().get(name).getOutputOfOp());
        listener.activationAvailable(graph, at, batch, operation, name, values.get(name));
      }
    }
  }

  private Set<String> wantedBy(Listener listener) {
    ListenerVariables variables = listener.requiredVariables(graph);
    return variables == null || variables.trainingVariables() == null
        ? Set.of()
        : variables.trainingVariables();
  }

  private History finish() {
    listeners.forEach(listener -> listener.operationEnd(graph, Operation.TRAINING));
    return history.getReport();
  }
}
