// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.spark;

import java.io.Serializable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;

/**
 * What makes a worker's network one that trains by the rule.
 *
 * @param rule JSON of the rule
 * @param iterations of the network on the driver
 * @param epochs of the network on the driver
 */
record Replica(String rule, int iterations, int epochs) implements Serializable {

  /**
   * What travels to the workers with the task.
   *
   * @param network on the driver
   * @return its rule and counts
   * @throws IllegalArgumentException if it is not attached
   */
  static Replica of(MultiLayerNetwork network) {
    String rule = PredictiveCoding.ruleOf(network).toJson();
    return new Replica(rule, network.getIterationCount(), network.getEpochCount());
  }

  /** As {@link #of(MultiLayerNetwork)}. */
  static Replica of(ComputationGraph network) {
    String rule = PredictiveCoding.ruleOf(network).toJson();
    return new Replica(rule, network.getIterationCount(), network.getEpochCount());
  }

  /**
   * Attaches the network that DL4J has built from the broadcast configuration, which has the rule's
   * updater already, and whose updater has its state.
   *
   * @param plain a worker's
   * @return the attached network
   */
  MultiLayerNetwork attach(MultiLayerNetwork plain) {
    return PredictiveCoding.attach(plain, ruleWithoutUpdater());
  }

  /** As for a chain; DL4J's clone of the configuration has forgotten a graph's counts. */
  ComputationGraph attach(ComputationGraph plain) {
    plain.getConfiguration().setIterationCount(iterations);
    plain.getConfiguration().setEpochCount(epochs);
    return PredictiveCoding.attach(plain, ruleWithoutUpdater());
  }

  private LearningRule ruleWithoutUpdater() {
    return LearningRule.fromJson(rule).withConfigUpdater();
  }
}
