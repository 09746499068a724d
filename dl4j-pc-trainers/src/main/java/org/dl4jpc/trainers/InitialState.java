// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.HiddenNode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Where inference starts: the feed-forward pass, plus Gaussian noise on every hidden node if asked
 * for. The feed-forward pass is the right start for learning; others serve theory and ablations.
 *
 * @param noise standard deviation of the displacement, 0 for none
 * @param seed of the displacement's own random generator
 */
public record InitialState(
    @JsonProperty(value = "noise", required = true) double noise,
    @JsonProperty(value = "seed", required = true) long seed) {

  /**
   * Checks the values.
   *
   * @param noise standard deviation of the displacement, 0 for none
   * @param seed of the displacement's own random generator
   * @throws IllegalArgumentException if the noise is negative, NaN or infinite
   */
  @JsonCreator
  public InitialState {
    Checks.nonNegative("initial noise", noise);
  }

  /**
   * x_l = μ_l, so that all hidden errors are 0.
   *
   * @return the start
   */
  public static InitialState feedForward() {
    return new InitialState(0.0, 0L);
  }

  /**
   * x_l = μ_l + noise · N(0, 1).
   *
   * @param noise standard deviation
   * @param seed of the displacement
   * @return the start
   * @throws IllegalArgumentException if the noise is negative, NaN or infinite
   */
  public static InitialState displaced(double noise, long seed) {
    return new InitialState(noise, seed);
  }

  /** Displaces the nodes of a graph that has been fed forward. */
  void applyTo(BlockGraph graph) {
    if (noise == 0.0) {
      return;
    }
    Random random = Nd4j.getRandomFactory().getNewRandomInstance(seed);
    for (HiddenNode node : graph.hiddenNodes()) {
      INDArray value = node.value().array();
      INDArray shift = Nd4j.createUninitialized(value.dataType(), value.shape());
      node.displace(Nd4j.randn(shift, random).muli(noise));
    }
  }
}
