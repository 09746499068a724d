// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Parameter averaging written down plainly: one thread, one network after the other. */
final class SerialSchedule {
  private final MultiLayerNetwork network;
  private final int workers;
  private final int frequency;

  /**
   * Makes the schedule.
   *
   * @param network attached or plain; trained by its own fit
   * @param workers how many copies take turns
   * @param frequency rounds between averages
   */
  SerialSchedule(MultiLayerNetwork network, int workers, int frequency) {
    this.network = network;
    this.workers = workers;
    this.frequency = frequency;
  }

  /** One epoch; what is left at its end is averaged too. */
  void fit(List<DataSet> batches) {
    List<MultiLayerNetwork> copies = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      copies.add(network.clone());
    }
    Set<MultiLayerNetwork> trained = new LinkedHashSet<>();
    for (int i = 0; i < batches.size(); i++) {
      MultiLayerNetwork copy = copies.get(i % workers);
      copy.fit(batches.get(i));
      trained.add(copy);
      boolean endOfRound = i % workers == workers - 1;
      if (i == batches.size() - 1 || (endOfRound && (i / workers + 1) % frequency == 0)) {
        average(trained, copies);
        trained.clear();
      }
    }
    network.incrementEpochCount();
  }

  private void average(Set<MultiLayerNetwork> trained, List<MultiLayerNetwork> copies) {
    INDArray parameters = network.params().mul(0.0);
    trained.forEach(copy -> parameters.addi(copy.params().div(trained.size())));
    network.params().assign(parameters);
    copies.forEach(copy -> copy.params().assign(parameters));
    INDArray state = network.getUpdater().getStateViewArray();
    if (state != null) {
      INDArray mean = state.mul(0.0);
      trained.forEach(copy -> mean.addi(copy.getUpdater().getStateViewArray().div(trained.size())));
      state.assign(mean);
      copies.forEach(copy -> copy.getUpdater().getStateViewArray().assign(mean));
    }
    network.setIterationCount(
        trained.stream().mapToInt(MultiLayerNetwork::getIterationCount).max().getAsInt());
    network.setScore(
        trained.stream().mapToDouble(MultiLayerNetwork::score).average().getAsDouble());
  }

  /** Compares all that training leaves. */
  static void assertSame(MultiLayerNetwork actual, MultiLayerNetwork expected) {
    assertThat(distance(actual, expected)).as("parameters").isLessThan(1e-12);
    INDArray state = expected.getUpdater().getStateViewArray();
    if (state != null) {
      assertThat(distance(actual.getUpdater().getStateViewArray(), state))
          .as("updater state")
          .isLessThan(1e-12);
    }
    assertThat(actual.score()).as("score").isCloseTo(expected.score(), within(1e-12));
    assertThat(actual.getIterationCount()).isEqualTo(expected.getIterationCount());
    assertThat(actual.getEpochCount()).isEqualTo(expected.getEpochCount());
  }

  /** ‖θ − θ'‖ / ‖θ'‖. */
  static double distance(MultiLayerNetwork actual, MultiLayerNetwork expected) {
    return distance(actual.params(), expected.params());
  }

  private static double distance(INDArray actual, INDArray expected) {
    double difference = actual.distance2(expected);
    return difference == 0.0 ? 0.0 : difference / expected.norm2Number().doubleValue();
  }
}
