// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What training changes in a network, copied to the bit. */
final class Snapshot {
  private final double[] parameters;
  private final double[] updaterState;
  private final int iterations;
  private final int epochs;
  private final double score;

  private Snapshot(MultiLayerNetwork network) {
    this.parameters = bits(network.params());
    this.updaterState = bits(network.getUpdater().getStateViewArray());
    this.iterations = network.getIterationCount();
    this.epochs = network.getEpochCount();
    this.score = network.score();
  }

  static Snapshot of(MultiLayerNetwork network) {
    return new Snapshot(network);
  }

  private static double[] bits(INDArray array) {
    return array == null ? new double[0] : array.dup().data().asDouble();
  }

  /** Asserts that nothing has changed since. */
  void assertUnchanged(MultiLayerNetwork network) {
    assertSameAs(of(network));
  }

  /** Asserts that two networks stand at the same point, to the bit. */
  void assertSameAs(Snapshot other) {
    assertThat(Arrays.equals(other.parameters, parameters)).as("parameters unchanged").isTrue();
    assertThat(Arrays.equals(other.updaterState, updaterState)).as("updater unchanged").isTrue();
    assertThat(other.iterations).as("iterations").isEqualTo(iterations);
    assertThat(other.epochs).as("epochs").isEqualTo(epochs);
    assertThat(Double.compare(other.score, score)).as("score unchanged").isZero();
  }
}
