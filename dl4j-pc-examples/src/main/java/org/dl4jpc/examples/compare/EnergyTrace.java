// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.dl4jpc.trainers.InferenceResult;

/**
 * How the energy of a minibatch moves through the layers during inference, per image. At step 0 all
 * of it is the loss at the output, since the nodes start at their predictions.
 *
 * @param layers energy ½ π ‖ε‖² of each layer's node at steps 0 to T, from the input to the output;
 *     the last is the loss λ ℒ
 * @param total F at steps 0 to T
 */
public record EnergyTrace(Map<String, List<Double>> layers, List<Double> total) {

  private static final String OUTPUT = "output (loss)";

  /**
   * Reads the energies from an inference.
   *
   * @param inference of a minibatch
   * @param images in the minibatch
   * @return the energies, divided by the number of images
   */
  static EnergyTrace of(InferenceResult inference, int images) {
    Map<String, List<Double>> layers = new LinkedHashMap<>();
    for (String node : inference.nodeNames()) {
      layers.put(node, perImage(inference.energy(node), images));
    }
    layers.put(OUTPUT, perImage(inference.outputEnergy(), images));
    return new EnergyTrace(layers, perImage(inference.energy(), images));
  }

  private static List<Double> perImage(double[] energy, int images) {
    return DoubleStream.of(energy).map(e -> e / images).boxed().toList();
  }
}
