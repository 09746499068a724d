// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same network twice: one trained by DL4J's backpropagation, the other by Z-IL. */
final class Twins {
  private static final long SEED = 5;

  private final MultiLayerNetwork reference;
  private final MultiLayerNetwork network;
  private final MultiLayerNetwork attached;

  /**
   * Makes the networks.
   *
   * @param make gives an equal network at each call
   */
  Twins(Supplier<MultiLayerNetwork> make) {
    this.reference = make.get();
    this.network = make.get();
    assertThat(network.params()).isEqualTo(reference.params());
    this.attached = PredictiveCoding.attach(network, LearningRule.zil());
  }

  /** The one that DL4J trains. */
  MultiLayerNetwork reference() {
    return reference;
  }

  /** The user's network, under the attached one. */
  MultiLayerNetwork network() {
    return network;
  }

  MultiLayerNetwork attached() {
    return attached;
  }

  /** Trains both with the same noise, and compares all that training leaves. */
  void train(Consumer<MultiLayerNetwork> training) {
    Nd4j.getRandom().setSeed(SEED);
    training.accept(reference);
    Nd4j.getRandom().setSeed(SEED);
    training.accept(attached);
    assertSame();
  }

  private void assertSame() {
    assertThat(distance(network.params(), reference.params())).as("parameters").isLessThan(1e-10);
    INDArray state = reference.getUpdater().getStateViewArray();
    if (state != null) {
      INDArray shared = attached.getUpdater().getStateViewArray();
      assertThat(distance(shared, state)).as("updater state").isLessThan(1e-10);
    }
    assertThat(network.score())
        .as("score")
        .isCloseTo(reference.score(), within(1e-10 * Math.abs(reference.score())));
    assertThat(attached.score()).isEqualTo(network.score());
    assertThat(network.getIterationCount()).isEqualTo(reference.getIterationCount());
    assertThat(network.getEpochCount()).isEqualTo(reference.getEpochCount());
  }

  /** ‖a − reference‖ / ‖reference‖. */
  /** Runs something with the noise that it always has. */
  static void seeded(Runnable work) {
    Nd4j.getRandom().setSeed(SEED);
    work.run();
  }

  static double distance(INDArray a, INDArray reference) {
    double difference = a.distance2(reference);
    return difference == 0.0 ? 0.0 : difference / reference.norm2Number().doubleValue();
  }
}
