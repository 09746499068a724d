// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of networks to compare by. */
public final class Graphs {
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
  public static INDArray backprop(ComputationGraph network, MultiDataSet data) {
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
   * The same for a chain.
   *
   * @param network initialised
   * @param data a minibatch
   * @return a copy of the flat gradient, rank 1
   */
  public static INDArray backprop(MultiLayerNetwork network, DataSet data) {
    for (Layer layer : network.getLayers()) {
      layer.allowInputModification(false);
    }
    Nd4j.getRandom().setSeed(SEED);
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    return network.gradient().gradient().dup().ravel();
  }

  /**
   * The gradient of a rule with the same noise.
   *
   * @param attached to the rule
   * @param data a minibatch
   * @return the flat gradient, rank 1
   */
  public static INDArray gradient(ComputationGraph attached, MultiDataSet data) {
    Nd4j.getRandom().setSeed(SEED);
    return PredictiveCoding.gradient(attached, data).gradient().ravel();
  }

  /**
   * The same for a chain.
   *
   * @param attached to the rule
   * @param data a minibatch
   * @return the flat gradient, rank 1
   */
  public static INDArray gradient(MultiLayerNetwork attached, DataSet data) {
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
  public static double kappa(ComputationGraph network, MultiDataSet data) {
    INDArray gradient = backprop(network, data);
    return distance(backprop(network, neighbour(data)), gradient);
  }

  /**
   * Features moved by one unit in the last place.
   *
   * @param data a minibatch in double
   * @return with the same labels and masks
   */
  public static MultiDataSet neighbour(MultiDataSet data) {
    INDArray[] moved =
        Arrays.stream(data.getFeatures()).map(Graphs::nextUp).toArray(INDArray[]::new);
    return new MultiDataSet(
        moved, data.getLabels(), data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
  }

  /**
   * Relative distance of two gradients.
   *
   * @param a one
   * @param reference the other
   * @return ‖a − reference‖ / ‖reference‖
   */
  public static double distance(INDArray a, INDArray reference) {
    return Twins.distance(a, reference);
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
  public static double bound(double kappa) {
    return Math.max(1e-12, 100.0 * kappa);
  }
}
