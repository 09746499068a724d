// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Collection;

/**
 * A weight gradient against backpropagation's of the same minibatch with the same noise. Running
 * statistics of batch normalisation, whose pseudo-gradients no rule changes, are left out.
 *
 * @param layer DL4J's key of the layer: its index, or its name in a graph
 * @param norm ‖g‖ of the rule's gradient, summed over the batch
 * @param backpropNorm ‖g_BP‖
 * @param dot g · g_BP
 */
public record GradientStats(String layer, double norm, double backpropNorm, double dot) {

  /**
   * g · g_BP / (‖g‖ ‖g_BP‖).
   *
   * @return the cosine; 0 where one of the gradients is zero
   */
  public double cosine() {
    double norms = norm * backpropNorm;
    return norms == 0.0 ? 0.0 : dot / norms;
  }

  /**
   * The same for the gradients of several layers, taken as one vector.
   *
   * @param name of the whole
   * @param layers its parts
   * @return the whole
   */
  static GradientStats together(String name, Collection<GradientStats> layers) {
    return new GradientStats(
        name,
        Math.sqrt(layers.stream().mapToDouble(layer -> layer.norm * layer.norm).sum()),
        Math.sqrt(
            layers.stream().mapToDouble(layer -> layer.backpropNorm * layer.backpropNorm).sum()),
        layers.stream().mapToDouble(GradientStats::dot).sum());
  }
}
