// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

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
    network.initGradientsView();
    for (var layer : network.getLayers()) {
      layer.allowInputModification(false);
    }
    present(network, data);
    BlockGraph graph =
        new NetworkCompiler(network, new NodeSettings(placement)).compile(data.getFeatures());
    Nd4j.getRandom().setSeed(seed);
    graph.clamp(List.of(data.getFeatures()), List.of(data.getLabels()));
    graph.feedForward();
    graph.updateErrors(1.0);
    graph.outputs().forEach(output -> output.gradient(-1.0));
    List<HiddenNode> nodes = graph.hiddenNodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).relaxInOrder(1.0, 1.0);
      nodes.get(i).producer().gradient(-1.0);
    }
    network.clearLayerMaskArrays();
    return network.getFlattenedGradients().dup().reshape(network.numParams());
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
