// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The energy F = λℒ + Ẽ of a chain, written out over {@link PlainForward}, and its derivatives by
 * finite differences: what the engine is judged by.
 */
final class PlainEnergy {
  private final PlainForward forward;
  private final double lambda;
  private final double[] pi;

  /**
   * Writes out the energy of a network.
   *
   * @param network whose parameters are read at every call
   * @param placement of the nodes
   * @param data the minibatch, read at every call
   * @param lambda λ
   * @param pi π of all hidden nodes, or of each
   */
  PlainEnergy(
      MultiLayerNetwork network,
      NodePlacement placement,
      DataSet data,
      double lambda,
      double... pi) {
    this.forward = new PlainForward(network, placement, data);
    this.lambda = lambda;
    this.pi = pi;
  }

  /** The forward passes. */
  PlainForward forward() {
    return forward;
  }

  double precision(int node) {
    return pi[pi.length == 1 ? 0 : node];
  }

  /** ℒ, without λ. */
  double loss(List<INDArray> x) {
    return forward.loss(x);
  }

  /** ½ π ‖x_l − μ_l‖² of each node. */
  double[] nodeEnergies(List<INDArray> x) {
    List<INDArray> predictions = forward.predictions(x);
    double[] energies = new double[forward.nodes()];
    for (int i = 0; i < forward.nodes(); i++) {
      double distance = x.get(i).distance2(predictions.get(i));
      energies[i] = 0.5 * precision(i) * distance * distance;
    }
    return energies;
  }

  /** Ẽ. */
  double internal(List<INDArray> x) {
    double sum = 0.0;
    for (double energy : nodeEnergies(x)) {
      sum += energy;
    }
    return sum;
  }

  /** F. */
  double total(List<INDArray> x) {
    return lambda * loss(x) + internal(x);
  }

  /** Σ ⟨μ_l(x), ε̃_l⟩ − λℒ(x), whose gradient by x is what flows back to the nodes. */
  double pairing(List<INDArray> x, List<INDArray> weightedErrors) {
    List<INDArray> predictions = forward.predictions(x);
    double sum = -lambda * loss(x);
    for (int i = 0; i < forward.nodes(); i++) {
      sum += predictions.get(i).mul(weightedErrors.get(i)).sumNumber().doubleValue();
    }
    return sum;
  }

  /** J_{l+1}ᵀε̃_{l+1} for every node, by finite differences. */
  List<INDArray> feedback(List<INDArray> x, List<INDArray> weightedErrors) {
    return x.stream()
        .map(node -> FiniteDifferences.gradient(() -> pairing(x, weightedErrors), node))
        .toList();
  }

  /**
   * The ε̃ of a wave that multiplies each node's feedback by γπ, all Jacobians at x;
   * backpropagation's −∂ℒ/∂x_l for γ = π = λ = 1.
   */
  List<INDArray> wave(List<INDArray> x, double step) {
    List<INDArray> errors = x.stream().map(INDArray::like).toList();
    for (int i = 0; i < PlainForward.depth(x); i++) {
      List<INDArray> feedback = feedback(x, errors);
      for (int l = 0; l < forward.nodes(); l++) {
        errors.get(l).assign(feedback.get(l).muli(step * precision(l)));
      }
    }
    return errors;
  }
}
