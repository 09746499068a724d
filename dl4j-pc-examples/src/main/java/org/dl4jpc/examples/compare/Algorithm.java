// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;

/** What can train the network, in the order of tables and charts. */
public enum Algorithm {
  /** DL4J's own training. */
  BACKPROP("backprop"),
  /** Predictive coding that gives backprop's gradient exactly (Salvatori et al. 2021). */
  ZIL("Z-IL"),
  /** Predictive coding with a fixed number of inference steps before each weight update. */
  IL("IL");

  private final String title;

  Algorithm(String title) {
    this.title = title;
  }

  /** {@return the name for people} */
  public String title() {
    return title;
  }

  /**
   * Returns the network to call {@code fit} on. This is the one line in which the algorithms
   * differ.
   *
   * @param network initialised
   * @param settings that give the steps of IL's inference and their size; the others need none
   * @return the network itself, or one that trains its parameters by predictive coding
   */
  MultiLayerNetwork attach(MultiLayerNetwork network, RunSettings settings) {
    return switch (this) {
      case BACKPROP -> network;
      case ZIL -> PredictiveCoding.attach(network, LearningRule.zil());
      case IL ->
          PredictiveCoding.attach(
              network,
              LearningRule.il()
                  .withInferenceSteps(settings.inferenceSteps())
                  .withStepSize(settings.stepSize()));
    };
  }
}
