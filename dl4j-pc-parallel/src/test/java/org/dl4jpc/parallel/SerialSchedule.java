// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.shade.guava.collect.Lists;

/** Parameter averaging written down plainly: one thread, one network after the other. */
public final class SerialSchedule {
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
  public SerialSchedule(MultiLayerNetwork network, int workers, int frequency) {
    this.network = network;
    this.workers = workers;
    this.frequency = frequency;
  }

  /** One epoch; what is left at its end is averaged too. */
  public void fit(List<DataSet> batches) {
    for (List<DataSet> round : Lists.partition(batches, workers * frequency)) {
      List<List<DataSet>> shares = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        List<DataSet> share = new ArrayList<>();
        for (int i = worker; i < round.size(); i += workers) {
          share.add(round.get(i));
        }
        shares.add(share);
      }
      average(shares);
    }
    network.incrementEpochCount();
  }

  /**
   * Trains a copy on each share, and takes their mean.
   *
   * @param shares of the workers; an empty one takes no part
   */
  public void average(List<List<DataSet>> shares) {
    List<MultiLayerNetwork> copies = new ArrayList<>();
    for (List<DataSet> share : shares) {
      if (!share.isEmpty()) {
        MultiLayerNetwork copy = network.clone();
        share.forEach(copy::fit);
        copies.add(copy);
      }
    }
    network.params().assign(mean(copies.stream().map(MultiLayerNetwork::params).toList()));
    INDArray state = network.getUpdater().getStateViewArray();
    if (state != null) {
      state.assign(
          mean(copies.stream().map(copy -> copy.getUpdater().getStateViewArray()).toList()));
    }
    network.setIterationCount(
        copies.stream().mapToInt(MultiLayerNetwork::getIterationCount).max().getAsInt());
    network.setScore(copies.stream().mapToDouble(MultiLayerNetwork::score).average().getAsDouble());
  }

  private static INDArray mean(List<INDArray> arrays) {
    INDArray sum = arrays.get(0).mul(0.0);
    arrays.forEach(array -> sum.addi(array.div(arrays.size())));
    return sum;
  }

  /** Compares all that training leaves. */
  public static void assertSame(MultiLayerNetwork actual, MultiLayerNetwork expected) {
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
  public static double distance(MultiLayerNetwork actual, MultiLayerNetwork expected) {
    return distance(actual.params(), expected.params());
  }

  private static double distance(INDArray actual, INDArray expected) {
    double difference = actual.distance2(expected);
    return difference == 0.0 ? 0.0 : difference / expected.norm2Number().doubleValue();
  }
}
