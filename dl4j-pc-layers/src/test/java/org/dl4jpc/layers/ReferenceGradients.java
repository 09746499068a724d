// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients to compare kernels by: DL4J's own, and a plain Z-IL wave over a block graph. */
public final class ReferenceGradients {

  private ReferenceGradients() {}

  /**
   * DL4J's own gradient, summed over the batch; the random generator is seeded before and the masks
   * are those of the data set.
   *
   * @param network initialised
   * @param data a minibatch
   * @param seed of the random generator
   * @return a copy of the flat gradient
   */
  public static INDArray backprop(MultiLayerNetwork network, DataSet data, long seed) {
    network.initGradientsView();
    Nd4j.getRandom().setSeed(seed);
    present(network, data);
    network.computeGradientAndScore();
    INDArray flat = network.getFlattenedGradients().dup();
    network.clearLayerMaskArrays();
    return flat.reshape(flat.length());
  }

  /**
   * The gradient of one Z-IL wave through the network's compiled kernels.
   *
   * @param network initialised; a separate instance with its own parameter array
   * @param data a minibatch
   * @param seed of the random generator
   * @param placement of the nodes
   * @return a copy of the flat gradient
   */
  public static INDArray wave(
      MultiLayerNetwork network, DataSet data, long seed, NodePlacement placement) {
    BlockGraph graph = compile(network, data, placement);
    feedForward(graph, data, seed);
    wave(graph);
    network.clearLayerMaskArrays();
    return network.getFlattenedGradients().dup().reshape(network.numParams());
  }

  /**
   * Compiles a network for a minibatch.
   *
   * @param network initialised; its mask arrays stay set
   * @param data a minibatch
   * @param placement of the nodes
   * @return the graph, not yet clamped to labels
   */
  static BlockGraph compile(MultiLayerNetwork network, DataSet data, NodePlacement placement) {
    network.initGradientsView();
    for (var layer : network.getLayers()) {
      layer.allowInputModification(false);
    }
    present(network, data);
    return new NetworkCompiler(network, new NodeSettings(placement)).compile(data.getFeatures());
  }

  /**
   * Clamps a graph to a minibatch and predicts.
   *
   * @param graph compiled for the shape of the minibatch
   * @param data the minibatch
   * @param seed of the random generator
   */
  static void feedForward(BlockGraph graph, DataSet data, long seed) {
    Nd4j.getRandom().setSeed(seed);
    graph.clamp(List.of(data.getFeatures()), List.of(data.getLabels()));
    graph.feedForward();
  }

  /**
   * One Z-IL wave: each node moves once, from the output down, and each block takes its weight
   * gradient when its node has moved.
   *
   * @param graph at its feed-forward state
   */
  static void wave(BlockGraph graph) {
    graph.updateErrors(new OutputPull.Weighted(1.0));
    graph.outputs().forEach(output -> output.gradient(-1.0));
    List<HiddenNode> nodes = graph.hiddenNodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).relaxInOrder(1.0, 1.0);
      nodes.get(i).producer().gradient(-1.0);
    }
  }

  /**
   * κ, the condition of a gradient in double: DL4J's own relative change when every element of the
   * input moves by one unit in the last place.
   *
   * @param network initialised
   * @param data a minibatch
   * @param seed of the random generator
   * @return κ
   */
  public static double kappa(MultiLayerNetwork network, DataSet data, long seed) {
    double[] moved = data.getFeatures().dup('c').data().asDouble();
    Arrays.setAll(moved, i -> Math.nextUp(moved[i]));
    INDArray features = Nd4j.createFromArray(moved).reshape('c', data.getFeatures().shape());
    DataSet neighbour =
        new DataSet(
            features.castTo(data.getFeatures().dataType()),
            data.getLabels(),
            data.getFeaturesMaskArray(),
            data.getLabelsMaskArray());
    INDArray gradient = backprop(network, data, seed);
    return distance(backprop(network, neighbour, seed), gradient);
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

  /**
   * DL4J's own output in training mode.
   *
   * @param network initialised
   * @param data a minibatch
   * @param seed of the random generator
   * @return a copy
   */
  static INDArray output(MultiLayerNetwork network, DataSet data, long seed) {
    Nd4j.getRandom().setSeed(seed);
    present(network, data);
    List<INDArray> activations = network.feedForward(true);
    network.clearLayerMaskArrays();
    return activations.get(activations.size() - 1).dup();
  }

  private static void present(MultiLayerNetwork network, DataSet data) {
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.setLayerMaskArrays(data.getFeaturesMaskArray(), data.getLabelsMaskArray());
  }

  /**
   * ‖g − reference‖₂ / ‖reference‖₂.
   *
   * @param g a gradient
   * @param reference another
   * @return the relative distance
   */
  public static double distance(INDArray g, INDArray reference) {
    return g.distance2(reference) / reference.norm2Number().doubleValue();
  }

  /**
   * Distance of each parameter's gradient, to see where two differ.
   *
   * @param network whose parameter names serve
   * @param g a gradient
   * @param reference another
   * @return lines of name and relative distance
   */
  public static String distances(MultiLayerNetwork network, INDArray g, INDArray reference) {
    StringBuilder lines = new StringBuilder();
    long offset = 0;
    for (Map.Entry<String, INDArray> entry : network.paramTable().entrySet()) {
      long length = entry.getValue().length();
      var range = org.nd4j.linalg.indexing.NDArrayIndex.interval(offset, offset + length);
      lines.append(entry.getKey()).append(' ').append(distance(g.get(range), reference.get(range)));
      lines.append('\n');
      offset += length;
    }
    return lines.toString();
  }
}
