// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;

/** Whether an output layer's loss can be computed; DL4J finds out at the first minibatch. */
final class LossChecks {

  private LossChecks() {}

  /**
   * Checks that a loss has as many weights as its layer has outputs.
   *
   * @param name of the layer
   * @param layer configuration
   * @throws DL4JInvalidConfigException if not
   */
  static void check(String name, Layer layer) {
    if (layer instanceof BaseOutputLayer output) {
      INDArray weights = weights(output.getLossFn());
      if (weights != null && weights.length() != output.getNOut()) {
        throw new DL4JInvalidConfigException(
            "illegal loss of output layer '"
                + name
                + "': "
                + weights.length()
                + " weights, must be "
                + output.getNOut()
                + " as the layer has outputs");
      }
    }
  }

  private static INDArray weights(ILossFunction loss) {
    if (loss instanceof LossMCXENT entropy) {
      return entropy.getWeights();
    } else if (loss instanceof LossBinaryXENT entropy) {
      return entropy.getWeights();
    } else if (loss instanceof LossL1 distance) {
      return distance.getWeights();
    } else if (loss instanceof LossL2 distance) {
      return distance.getWeights();
    } else if (loss instanceof LossMAPE distance) {
      return distance.getWeights();
    }
    return loss instanceof LossMSLE distance ? distance.getWeights() : null;
  }
}
