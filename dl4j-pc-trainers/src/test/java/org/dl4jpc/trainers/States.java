// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lists of node arrays, and distances between them. */
final class States {

  private States() {}

  /** x_1 … x_{L−1}. */
  static List<INDArray> values(InferenceResult result) {
    return result.nodes().stream().map(node -> node.value().dup('c')).toList();
  }

  /** ε̃_1 … ε̃_{L−1}. */
  static List<INDArray> weightedErrors(InferenceResult result, PlainEnergy energy) {
    List<INDArray> errors = result.nodes().stream().map(node -> node.error().dup('c')).toList();
    for (int i = 0; i < errors.size(); i++) {
      errors.get(i).muli(energy.precision(i));
    }
    return errors;
  }

  /** The largest relative distance of all nodes. */
  static double distance(List<INDArray> a, List<INDArray> reference) {
    double most = 0.0;
    for (int i = 0; i < a.size(); i++) {
      most = Math.max(most, Twins.distance(a.get(i), reference.get(i)));
    }
    return most;
  }
}
