// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.spark;

import java.io.Serializable;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;

/**
 * What makes a worker's network one that trains by the rule.
 *
 * @param rule JSON of the rule
 */
record Replica(String rule) implements Serializable {

  /**
   * The rule of an attached network.
   *
   * @param model on the driver
   * @return what travels to the workers with the task
   * @throws IllegalArgumentException if it is not attached
   */
  static Replica of(Model model) {
    return new Replica(PredictiveCoding.ruleOf(model).toJson());
  }

  /**
   * Attaches the network that DL4J has built from the broadcast configuration, which has the rule's
   * updater already, and whose updater has its state.
   *
   * @param plain a worker's
   * @return the attached network
   */
  MultiLayerNetwork attach(MultiLayerNetwork plain) {
    return PredictiveCoding.attach(plain, LearningRule.fromJson(rule).withConfigUpdater());
  }
}
