// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of graphs to compare by. */
final class Graphs {
  private static final long SEED = 5;

  private Graphs() {}

  /**
   * DL4J's own gradient, summed over the batch. No layer may modify its input: where a layer with
   * dropout is the last in topological order that reads an activation, DL4J lets it drop the
   * activation itself, before output layers and the backward passes of other layers read it.
   *
   * @param network initialised
   * @param data a minibatch
   * @return a copy of the flat gradient, rank 1
   */
  static INDArray backprop(ComputationGraph network, MultiDataSet data) {
    for (Layer layer : network.getLayers()) {
      layer.allowInputModification(false);
    }
    Nd4j.getRandom().setSeed(SEED);
    network.setInputs(data.getFeatures());
    network.setLabels(data.getLabels());
    network.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    return network.gradient().gradient().dup().ravel();
  }

  /**
   * The gradient of a rule with the same noise.
   *
   * @param attached to the rule
   * @param data a minibatch
   * @return the flat gradient, rank 1
   */
  static INDArray gradient(ComputationGraph attached, MultiDataSet data) {
    Nd4j.getRandom().setSeed(SEED);
    return PredictiveCoding.gradient(attached, data).gradient().ravel();
  }

  /**
   * κ, the condition of a gradient: DL4J's own relative change when every element of the input
   * moves by one unit in the last place of its type.
   *
   * @param network initialised
   * @param data a minibatch in double
   * @return κ
   */
  static double kappa(ComputationGraph network, MultiDataSet data) {
    INDArray gradient = backprop(network, data);
    INDArray[] moved =
        Arrays.stream(data.getFeatures()).map(Graphs::nextUp).toArray(INDArray[]::new);
    MultiDataSet neighbour =
        new MultiDataSet(
            moved, data.getLabels(), data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    return Twins.distance(backprop(network, neighbour), gradient);
  }

  private static INDArray nextUp(INDArray array) {
    double[] moved = array.dup('c').data().asDouble();
    Arrays.setAll(moved, i -> Math.nextUp(moved[i]));
    return Nd4j.createFromArray(moved).reshape('c', array.shape());
  }

  /**
   * How far an exact gradient may be off by rounding.
   *
   * @param kappa κ
   * @return max(1e-12, 100 κ)
   */
  static double bound(double kappa) {
    return Math.max(1e-12, 100.0 * kappa);
  }
}
