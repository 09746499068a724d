// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/** The way of errors from the outputs down, which ends at some DL4J layers. */
public final class ErrorPath {

  private ErrorPath() {}

  /**
   * Whether no error goes below a layer: DL4J's {@code backpropGradient} gives no gradient of its
   * input.
   *
   * @param layer DL4J's implementation
   * @return true for frozen layers and embeddings, whose input are indices
   */
  public static boolean endsAt(Layer layer) {
    return layer instanceof FrozenLayer
        || layer instanceof EmbeddingLayer
        || layer instanceof EmbeddingSequenceLayer
        || (layer instanceof BaseWrapperLayer wrapper && endsAt(wrapper.getUnderlying()));
  }
}
