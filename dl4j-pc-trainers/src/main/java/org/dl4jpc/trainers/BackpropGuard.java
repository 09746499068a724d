// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Throws when DL4J trains a network that is not attached: what would happen in replicas that DL4J
 * builds from a configuration alone, which would train by backpropagation without a word. Every
 * attached network carries one among its listeners.
 */
final class BackpropGuard extends BaseTrainingListener implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Puts one guard before other listeners, so that it throws before they see anything.
   *
   * @param listeners may have a guard already; null for none
   * @return a new list
   */
  static List<TrainingListener> before(Collection<TrainingListener> listeners) {
    List<TrainingListener> guarded = new ArrayList<>();
    guarded.add(new BackpropGuard());
    if (listeners != null) {
      listeners.stream().filter(l -> !(l instanceof BackpropGuard)).forEach(guarded::add);
    }
    return guarded;
  }

  @Override
  public void onEpochStart(Model model) {
    check(model);
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    check(model);
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    check(model);
  }

  @Override
  public void onGradientCalculation(Model model) {
    check(model);
  }

  @Override
  public void onBackwardPass(Model model) {
    check(model);
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    check(model);
  }

  private static void check(Model model) {
    if (!(model instanceof AttachedNetwork)) {
      throw new IllegalStateException(
          "this "
              + (model == null ? "model" : model.getClass().getSimpleName())
              + " has listeners of a network attached to a predictive-coding rule, but not the"
              + " rule, and would train by backpropagation: it was rebuilt from a configuration"
              + " alone (a replica of ParallelWrapper or Spark, a file read by plain DL4J), or it"
              + " is a layer being pretrained; attach it with PredictiveCoding.attach, read files"
              + " with PredictiveCoding.restore, pretrain the user's own network");
    }
  }

  /**
   * What the configuration of an attached network throws when a plain one, which has none of the
   * listeners, counts an iteration in a clone of it.
   */
  static IllegalStateException trainedPlain() {
    return new IllegalStateException(
        "a plain network, built from a clone of the configuration of a network attached to a"
            + " predictive-coding rule, has trained by backpropagation: DL4J's own workers do so"
            + " (on Spark use PcParameterAveragingTrainingMaster); attach it with"
            + " PredictiveCoding.attach, or take a plain network from PredictiveCoding.detach");
  }
}
