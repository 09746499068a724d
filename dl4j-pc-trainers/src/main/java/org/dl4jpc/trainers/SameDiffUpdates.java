// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * What SameDiff's own training session does with a gradient: regularisation, the graph's updater,
 * listeners, and the step. The updaters and their state are the graph's, so that {@code
 * SameDiff.fit} and files go on from them.
 */
final class SameDiffUpdates {
  private final SameDiff graph;
  private final List<String> parameters;
  private final Map<String, INDArray> arrays = new HashMap<>();

  /**
   * Prepares the updates of a graph.
   *
   * @param graph with a training configuration
   * @param parameters that have a gradient
   */
  SameDiffUpdates(SameDiff graph, List<String> parameters) {
    this.graph = graph;
    this.parameters = parameters;
    parameters.forEach(name -> arrays.put(name, array(name)));
  }

  private INDArray array(String name) {
    return graph.getVariable(name).getArr();
  }

  /**
   * Makes sure of the arrays that gradients were prepared for.
   *
   * @throws IllegalStateException if one has been replaced
   */
  void requireSameArrays() {
    arrays.forEach(
        (name, known) -> {
          if (array(name) != known) {
            throw new IllegalStateException(
                "illegal graph: the array of '"
                    + name
                    + "' has been replaced, must be the one it had: make a new PcSameDiff");
          }
        });
  }

  /** An updater of the graph, which makes them as at the first iteration of its own {@code fit}. */
  private GradientUpdater<?> updater(String parameter) {
    if (!graph.isInitializedTraining()) {
      try {
        Method initialise = SameDiff.class.getDeclaredMethod("initializeTraining");
        initialise.setAccessible(true);
        initialise.invoke(graph);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("SameDiff does not make its updaters", e);
      }
    }
    return graph.getUpdaterMap().get(parameter);
  }

  /**
   * All that a step changes.
   *
   * @return parameters and updater state, live
   */
  List<INDArray> state() {
    List<INDArray> state = new ArrayList<>(arrays.values());
    parameters.forEach(name -> state.addAll(updater(name).getState().values()));
    return state;
  }

  /**
   * Makes a step, once the updaters have turned all gradients into updates and listeners have heard
   * of them: what fails there leaves all parameters as they were.
   *
   * @param gradients by parameter; overwritten by the updates
   * @param listeners that hear of each update before it is applied
   * @param at where training stands
   * @return score of each kind of regularisation, summed over the parameters
   */
  Map<String, Double> apply(Map<String, INDArray> gradients, List<Listener> listeners, At at) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (String name : parameters) {
      INDArray parameter = arrays.get(name);
      INDArray gradient = gradients.get(name);
      regularise(Regularization.ApplyStep.BEFORE_UPDATER, parameter, gradient, at, scores);
      updater(name).applyUpdater(gradient, at.iteration(), at.epoch());
      regularise(Regularization.ApplyStep.POST_UPDATER, parameter, gradient, at, scores);
      Variable variable = graph.getVariables().get(name);
      listeners.forEach(listener -> listener.preUpdate(graph, at, variable, gradient));
    }
    parameters.forEach(name -> arrays.get(name).subi(gradients.get(name)));
    return scores;
  }

  private void regularise(
      Regularization.ApplyStep step,
      INDArray parameter,
      INDArray gradient,
      At at,
      Map<String, Double> scores) {
    TrainingConfig config = graph.getTrainingConfig();
    if (config.getRegularization() == null) {
      return;
    }
    double rate =
        config.getUpdater().hasLearningRate()
            ? config.getUpdater().getLearningRate(at.iteration(), at.epoch())
            : 1.0;
    for (Regularization regularization : config.getRegularization()) {
      if (regularization.applyStep() == step) {
        double score = regularization.score(parameter, at.iteration(), at.epoch());
        scores.merge(regularization.getClass().getSimpleName(), score, Double::sum);
        regularization.apply(parameter, gradient, rate, at.iteration(), at.epoch());
      }
    }
  }
}
