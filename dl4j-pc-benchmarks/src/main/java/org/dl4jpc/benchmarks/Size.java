// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What of a problem grows, the rest being 784-2×256-10, minibatch 64 and T = 8. Depth and T are
 * measured with sequential inference, where every layer has an error in every step: simultaneous
 * inference leaves out layers that no error has reached yet.
 */
enum Size {
  /** Examples a minibatch. */
  BATCH("batch") {
    @Override
    List<Integer> range() {
      return List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);
    }

    @Override
    Runnable step(int value) {
      return training(Chains.mlp(INPUTS, 2, WIDTH), SIMULTANEOUS, BenchmarkNet.data(value, INPUTS));
    }
  },
  /** Units a hidden layer. */
  WIDTH_OF_LAYERS("width") {
    @Override
    List<Integer> range() {
      return List.of(64, 128, 256, 512, 1024, 2048);
    }

    @Override
    Runnable step(int value) {
      return training(
          Chains.mlp(INPUTS, 2, value), SIMULTANEOUS, BenchmarkNet.data(EXAMPLES, INPUTS));
    }
  },
  /** Hidden layers. */
  DEPTH("depth") {
    @Override
    List<Integer> range() {
      return List.of(2, 4, 8, 16, 32);
    }

    @Override
    Runnable step(int value) {
      return training(
          Chains.mlp(INPUTS, value, WIDTH),
          BenchmarkRules.sequential(STEPS),
          BenchmarkNet.data(EXAMPLES, INPUTS));
    }
  },
  /** Inference steps. */
  INFERENCE_STEPS("T") {
    @Override
    List<Integer> range() {
      return List.of(1, 2, 4, 8, 16, 32, 64);
    }

    @Override
    Runnable step(int value) {
      return training(
          Chains.mlp(INPUTS, 2, WIDTH),
          BenchmarkRules.sequential(value),
          BenchmarkNet.data(EXAMPLES, INPUTS));
    }
  },
  /** Time steps of a simple recurrence of 128 units. */
  SEQUENCE_LENGTH("sequence length") {
    @Override
    List<Integer> range() {
      return List.of(8, 16, 32, 64, 128, 256);
    }

    @Override
    Runnable step(int value) {
      return training(Chains.recurrent(value), SIMULTANEOUS, BenchmarkNet.data(32, 28, value));
    }
  };

  private static final int INPUTS = 784;
  private static final int WIDTH = 256;
  private static final int STEPS = 8;
  private static final LearningRule SIMULTANEOUS = BenchmarkRules.simultaneous(STEPS);
  private static final int EXAMPLES = 64;

  private final String title;

  Size(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** {@return the values to measure, ascending} */
  abstract List<Integer> range();

  /**
   * A step of training.
   *
   * @param value of what grows
   * @return the step
   */
  abstract Runnable step(int value);

  private static Runnable training(
      MultiLayerConfiguration configuration, LearningRule rule, DataSet data) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    Training training = Training.of(network).by(rule);
    return () -> training.step(data);
  }
}
