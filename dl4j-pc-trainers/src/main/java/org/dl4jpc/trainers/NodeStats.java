// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/**
 * A hidden value node at the end of an inference, in numbers.
 *
 * @param name the DL4J layer whose node it is
 * @param energy ½ π ‖ε‖² + ½ d ‖x‖², summed over the batch
 * @param errorNorm ‖ε‖, the Euclidean norm over the batch
 */
public record NodeStats(String name, double energy, double errorNorm) {

  static NodeStats of(NodeState node) {
    double[] energy = node.energy();
    return new NodeStats(
        node.name(), energy[energy.length - 1], node.error().norm2Number().doubleValue());
  }
}
