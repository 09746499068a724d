// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.LiveSteps;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Checks of a minibatch before anything is changed. */
final class InputChecks {
  private static final Set<DataType> FLOATING = Set.of(DataType.FLOAT, DataType.DOUBLE);

  private InputChecks() {}

  /**
   * Checks features and labels of a network with one input and one output.
   *
   * @param network attached, its masks set
   * @param features of the minibatch
   * @param labels of the minibatch
   * @param sequenceMasks of features and labels, null where there is none
   * @return the minibatch
   * @throws DL4JInvalidInputException naming what is wrong
   */
  static PcEngine.Minibatch check(
      MultiLayerNetwork network, INDArray features, INDArray labels, INDArray... sequenceMasks) {
    checkFeatures("features", features);
    boolean kept = SampleCounts.areKept(network.getLayers());
    checkLabels(
        "labels", labels, network.getOutputLayer(), kept ? features : labels, "the features");
    List<String> masks = Arrays.stream(network.getLayers()).map(InputChecks::maskShape).toList();
    INDArray liveSteps =
        liveSteps(
            new INDArray[] {features},
            new INDArray[] {sequenceMasks[0]},
            new INDArray[] {sequenceMasks[1]});
    return new PcEngine.Minibatch(List.of(features), List.of(labels), masks, liveSteps);
  }

  /**
   * Checks features and labels of a network with any number of inputs and outputs.
   *
   * @param network attached, its masks set
   * @param features of the minibatch, one array an input
   * @param labels of the minibatch, one array an output
   * @return the minibatch
   * @throws DL4JInvalidInputException naming what is wrong
   */
  static PcEngine.Minibatch check(
      ComputationGraph network, INDArray[] features, INDArray[] labels) {
    requireCount("features", features, network.getNumInputArrays());
    requireCount("labels", labels, network.getNumOutputArrays());
    for (int i = 0; i < features.length; i++) {
      checkFeatures("features " + i, features[i]);
    }
    boolean kept = SampleCounts.areKept(network);
    for (int i = 0; i < labels.length; i++) {
      checkLabels(
          "labels " + i,
          labels[i],
          network.getOutputLayer(i),
          kept ? features[0] : labels[0],
          kept ? "the features" : "those of the first output");
    }
    List<String> masks = Arrays.stream(network.getLayers()).map(InputChecks::maskShape).toList();
    INDArray liveSteps =
        liveSteps(features, network.getInputMaskArrays(), network.getLabelMaskArrays());
    return new PcEngine.Minibatch(List.of(features), List.of(labels), masks, liveSteps);
  }

  /** Null where some input is a sequence without a mask: it has data at all time steps. */
  private static INDArray liveSteps(
      INDArray[] features, INDArray[] featureMasks, INDArray[] labelMasks) {
    List<INDArray> masks = new ArrayList<>();
    for (int i = 0; i < features.length; i++) {
      INDArray mask = featureMasks == null ? null : featureMasks[i];
      if (isSequenceMask(mask)) {
        masks.add(mask);
      } else if (features[i].rank() == 3) {
        return null;
      }
    }
    if (!masks.isEmpty() && labelMasks != null) {
      INDArray first = masks.get(0);
      Arrays.stream(labelMasks)
          .filter(mask -> mask != null && mask.equalShapes(first))
          .forEach(masks::add);
    }
    return LiveSteps.join(masks);
  }

  private static boolean isSequenceMask(INDArray mask) {
    return mask != null && mask.rank() == 2 && mask.size(1) > 1;
  }

  private static void requireCount(String name, INDArray[] arrays, int expected) {
    int count = arrays == null ? 0 : arrays.length;
    if (count != expected) {
      throw new DL4JInvalidInputException(
          "illegal " + name + ": " + count + " arrays, must be " + expected);
    }
  }

  private static void checkFeatures(String name, INDArray features) {
    if (features == null) {
      throw new DL4JInvalidInputException("illegal " + name + ": null, must be an array");
    }
    requireFinite(name, features);
  }

  private static void checkLabels(
      String name, INDArray labels, Layer output, INDArray counted, String reason) {
    if (labels == null) {
      throw new DL4JInvalidInputException("illegal " + name + ": null, must be an array");
    }
    LabelChecks.check(output.conf().getLayer(), labels, counted.size(0), reason);
    requireFinite(name, labels);
  }

  /**
   * Asks DL4J's own forward pass whether features fit a network: it knows all layers' needs.
   *
   * @param network initialised
   * @param features of the minibatch
   * @throws DL4JInvalidInputException naming the first layer that cannot take them
   */
  static void requireFit(MultiLayerNetwork network, INDArray features) {
    for (int i = 0; i < network.getnLayers(); i++) {
      try {
        network.feedForwardToLayer(i, features, false);
      } catch (RuntimeException e) {
        String layer = network.getLayer(i).conf().getLayer().getLayerName();
        throw unfit(Arrays.toString(features.shape()), "layer '" + layer + "'", e);
      }
    }
  }

  /**
   * The same for a graph; DL4J's message names the layer.
   *
   * @param graph initialised
   * @param features of the minibatch, one array an input
   * @throws DL4JInvalidInputException with DL4J's message
   */
  static void requireFit(ComputationGraph graph, INDArray[] features) {
    try {
      graph.feedForward(features, false);
    } catch (RuntimeException e) {
      String shapes =
          Arrays.stream(features)
              .map(array -> Arrays.toString(array.shape()))
              .collect(Collectors.joining(" and "));
      throw unfit(shapes, "graph", e);
    }
  }

  private static DL4JInvalidInputException unfit(String shapes, String where, Exception cause) {
    return new DL4JInvalidInputException(
        "illegal features: of shape %s, must fit the %s: %s"
            .formatted(shapes, where, cause.getMessage()),
        cause);
  }

  private static String maskShape(Layer layer) {
    INDArray mask = layer.getMaskArray();
    return mask == null ? "" : Arrays.toString(mask.shape());
  }

  /**
   * Whether all numbers are finite.
   *
   * @param name for the message
   * @param array of any type
   * @throws DL4JInvalidInputException if not, with their count
   */
  static void requireFinite(String name, INDArray array) {
    if (!array.dataType().isFPType() || Double.isFinite(sumOfMagnitudes(array))) {
      return;
    }
    long nan = count(array.isNaN());
    long infinite = count(array.isInfinite());
    if (nan + infinite > 0) {
      throw new DL4JInvalidInputException(
          "illegal "
              + name
              + ": "
              + nan
              + " elements are NaN and "
              + infinite
              + " are infinite, of shape "
              + Arrays.toString(array.shape())
              + ", must be finite");
    }
  }

  /** Not finite if any element is not; by BLAS, in one pass, where the array allows it. */
  private static double sumOfMagnitudes(INDArray array) {
    boolean plain = array.elementWiseStride() == 1 && FLOATING.contains(array.dataType());
    return plain ? Nd4j.getBlasWrapper().level1().asum(array) : array.ameanNumber().doubleValue();
  }

  private static long count(INDArray flags) {
    return flags.castTo(DataType.INT64).sumNumber().longValue();
  }
}
