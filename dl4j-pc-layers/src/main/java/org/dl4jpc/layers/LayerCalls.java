// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Layer;

/** Calls of DL4J's own layers, whose errors do not always say which layer they are of. */
final class LayerCalls {

  private LayerCalls() {}

  /**
   * Calls a layer.
   *
   * @param layer DL4J's implementation
   * @param call of one of its methods
   * @param <T> what it returns
   * @return its result
   * @throws DL4JException if it fails, with the layer's name
   */
  static <T> T run(Layer layer, Supplier<T> call) {
    try {
      return call.get();
    } catch (DL4JException e) { // names the layer
      throw e;
    } catch (RuntimeException e) {
      throw new DL4JException(describe(layer) + " fails in DL4J itself: " + e.getMessage(), e);
    }
  }

  /**
   * A layer in messages.
   *
   * @param layer DL4J's implementation
   * @return its name and type
   */
  static String describe(Layer layer) {
    String name = layer.conf().getLayer().getLayerName();
    return "layer "
        + (name == null ? Integer.toString(layer.getIndex()) : "'" + name + "'")
        + " ("
        + layer.getClass().getSimpleName()
        + ")";
  }
}
