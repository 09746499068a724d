// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.layers.training.CenterLossOutputLayer;

/** DL4J's score of a minibatch from the summed loss and the regularisation. */
final class ScoreMean {

  private ScoreMean() {}

  /**
   * ℒ as DL4J reports it. With {@code miniBatch(false)} its {@code OutputLayer} family gives the
   * sum; all other output layers give the mean over the batch whatever the configuration says. A
   * {@code SameDiffOutputLayer} divides the regularisation by the batch too.
   *
   * @param output the layer
   * @param loss ℒ, summed over the batch
   * @param regularisation of all layers
   * @param batch number of samples
   * @return the sum or the mean, with regularisation
   */
  static double of(Layer output, double loss, double regularisation, long batch) {
    if (output instanceof SameDiffOutputLayer) {
      return (loss + regularisation) / batch;
    }
    boolean readsSetting =
        output instanceof BaseOutputLayer && !(output instanceof CenterLossOutputLayer);
    double score = readsSetting && !output.conf().isMiniBatch() ? loss : loss / batch;
    return score + regularisation;
  }
}
