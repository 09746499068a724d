// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * Whether labels fit an output layer, as far as its configuration tells: the number of samples, and
 * of output layers with a number of outputs also rank and width. What is left is up to the loss.
 */
final class LabelChecks {

  private LabelChecks() {}

  /**
   * Checks the shape of labels.
   *
   * @param layer configuration of the output layer
   * @param labels of the minibatch
   * @param samples how many there must be
   * @param reason what else has as many
   * @throws DL4JInvalidInputException if they do not fit, naming layer and shapes
   */
  static void check(Layer layer, INDArray labels, long samples, String reason) {
    if (labels.rank() == 0 || labels.size(0) != samples) {
      throw misfit(layer, labels, "of " + samples + " samples, as " + reason + " are");
    }
    if (layer instanceof RnnOutputLayer output) {
      check(output, labels, 3, output.getRnnDataFormat() == RNNFormat.NWC ? 2 : 1);
    } else if (layer instanceof OutputLayer || layer instanceof CenterLossOutputLayer) {
      check((BaseOutputLayer) layer, labels, 2, 1);
    }
  }

  private static void check(BaseOutputLayer layer, INDArray labels, int rank, int dimension) {
    if (layer.getLossFn() instanceof LossMixtureDensity) {
      return; // fewer labels than outputs
    }
    boolean sparse = layer.getLossFn() instanceof LossSparseMCXENT;
    long width = sparse ? 1 : layer.getNOut();
    boolean classNumbers = sparse && labels.rank() == 1;
    boolean fits = labels.rank() == rank && labels.size(dimension) == width;
    if (!fits && !classNumbers) {
      throw misfit(layer, labels, "of rank " + rank + ", dimension " + dimension + " of " + width);
    }
  }

  private static DL4JInvalidInputException misfit(Layer layer, INDArray labels, String expected) {
    return new DL4JInvalidInputException(
        String.format(
            "illegal labels: of shape %s, must be %s, for the output layer '%s' (%s)",
            Arrays.toString(labels.shape()),
            expected,
            layer.getLayerName(),
            layer.getClass().getSimpleName()));
  }
}
