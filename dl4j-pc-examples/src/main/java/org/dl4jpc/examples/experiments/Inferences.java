// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.InferenceResult;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.NodeState;
import org.dl4jpc.trainers.OutputMode;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Looks at single inference phases of a network by one rule or another. */
final class Inferences {

  private Inferences() {}

  /** {@return what inference by a rule does to a minibatch} */
  static InferenceResult infer(MultiLayerNetwork network, LearningRule rule, DataSet data) {
    return PredictiveCoding.infer(PredictiveCoding.attach(network, rule), data);
  }

  /** {@return the nodes at their feed-forward values, placed as by a rule} */
  static InferenceResult feedForward(MultiLayerNetwork network, LearningRule rule, DataSet data) {
    LearningRule free =
        LearningRule.il()
            .withOutput(OutputMode.free())
            .withInferenceSteps(1)
            .withNodePlacement(rule.nodePlacement());
    return infer(network, free, data);
  }

  /** {@return the flat weight gradient of a minibatch by a rule} */
  static INDArray gradient(MultiLayerNetwork network, LearningRule rule, DataSet data) {
    return PredictiveCoding.gradient(PredictiveCoding.attach(network, rule), data).gradient();
  }

  /** {@return backpropagation's flat gradient, by Z-IL, which equals it} */
  static INDArray backpropagation(MultiLayerNetwork network, DataSet data) {
    return gradient(network, LearningRule.zil(), data);
  }

  /**
   * ‖actual − expected‖ / ‖expected‖.
   *
   * @param actual an array
   * @param expected of the same shape
   * @return the relative distance
   */
  static double distance(INDArray actual, INDArray expected) {
    return distance(List.of(actual), List.of(expected));
  }

  /**
   * The same over several arrays taken as one vector.
   *
   * @param actual arrays
   * @param expected of the same shapes
   * @return the relative distance
   */
  static double distance(List<INDArray> actual, List<INDArray> expected) {
    double difference = 0.0;
    double norm = 0.0;
    for (int i = 0; i < expected.size(); i++) {
      difference += Math.pow(actual.get(i).distance2(expected.get(i)), 2.0);
      norm += Math.pow(expected.get(i).norm2Number().doubleValue(), 2.0);
    }
    return Math.sqrt(difference / norm);
  }

  /**
   * An array of each hidden node.
   *
   * @param result of an inference
   * @param part such as {@code NodeState::value}
   * @return in topological order
   */
  static List<INDArray> all(InferenceResult result, Function<NodeState, INDArray> part) {
    return result.nodes().stream().map(part).toList();
  }
}
