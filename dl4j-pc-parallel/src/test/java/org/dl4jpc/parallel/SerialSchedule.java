// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.shade.guava.collect.Lists;

/** Parameter averaging written down plainly: one thread, one network after the other. */
public final class SerialSchedule {
  private final Model network;
  private final int workers;
  private final int frequency;

  /**
   * Makes the schedule.
   *
   * @param network attached or plain, of either class; trained by its own fit
   * @param workers how many copies take turns
   * @param frequency rounds between averages
   */
  public SerialSchedule(Model network, int workers, int frequency) {
    this.network = network;
    this.workers = workers;
    this.frequency = frequency;
  }

  /** One epoch of data sets or multi data sets; what is left at its end is averaged too. */
  public void fit(List<?> batches) {
    for (List<?> round : Lists.partition(batches, workers * frequency)) {
      List<List<?>> shares = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        List<Object> share = new ArrayList<>();
        for (int i = worker; i < round.size(); i += workers) {
          share.add(round.get(i));
        }
        shares.add(share);
      }
      average(shares);
    }
    setCounts(network, iterations(network), epochs(network) + 1);
  }

  /**
   * Trains a copy on each share, and takes their mean.
   *
   * @param shares of the workers; an empty one takes no part
   */
  public void average(List<? extends List<?>> shares) {
    List<Model> copies = new ArrayList<>();
    for (List<?> share : shares) {
      if (!share.isEmpty()) {
        Model copy = copy(network);
        share.forEach(batch -> fit(copy, batch));
        copies.add(copy);
      }
    }
    network.params().assign(mean(copies.stream().map(Model::params).toList()));
    INDArray state = updaterState(network);
    if (state != null) {
      state.assign(mean(copies.stream().map(SerialSchedule::updaterState).toList()));
    }
    int iterations = copies.stream().mapToInt(SerialSchedule::iterations).max().getAsInt();
    setCounts(network, iterations, epochs(network));
    setScore(network, copies.stream().mapToDouble(Model::score).average().getAsDouble());
  }

  private static INDArray mean(List<INDArray> arrays) {
    INDArray sum = arrays.get(0).mul(0.0);
    arrays.forEach(array -> sum.addi(array.div(arrays.size())));
    return sum;
  }

  /** Compares all that training leaves. */
  public static void assertSame(Model actual, Model expected) {
    assertThat(distance(actual, expected)).as("parameters").isLessThan(1e-12);
    if (updaterState(expected) != null) {
      assertThat(distance(updaterState(actual), updaterState(expected)))
          .as("updater state")
          .isLessThan(1e-12);
    }
    assertThat(actual.score()).as("score").isCloseTo(expected.score(), within(1e-12));
    assertThat(iterations(actual)).isEqualTo(iterations(expected));
    assertThat(epochs(actual)).isEqualTo(epochs(expected));
  }

  /** ‖θ − θ'‖ / ‖θ'‖. */
  public static double distance(Model actual, Model expected) {
    return distance(actual.params(), expected.params());
  }

  private static double distance(INDArray actual, INDArray expected) {
    double difference = actual.distance2(expected);
    return difference == 0.0 ? 0.0 : difference / expected.norm2Number().doubleValue();
  }

  /** The state of the network's updater. */
  public static INDArray updaterState(Model model) {
    return model instanceof MultiLayerNetwork chain
        ? chain.getUpdater().getStateViewArray()
        : ((ComputationGraph) model).getUpdater().getStateViewArray();
  }

  /** Sets the score, which Spark keeps elsewhere. */
  public static void setScore(Model model, double score) {
    if (model instanceof MultiLayerNetwork chain) {
      chain.setScore(score);
    } else {
      ((ComputationGraph) model).setScore(score);
    }
  }

  /** DL4J's clone of a graph forgets the counts, on which Adam's step size depends. */
  private static Model copy(Model model) {
    Model copy =
        model instanceof MultiLayerNetwork chain
            ? chain.clone()
            : ((ComputationGraph) model).clone();
    setCounts(copy, iterations(model), epochs(model));
    return copy;
  }

  private static void fit(Model model, Object batch) {
    if (model instanceof MultiLayerNetwork chain) {
      chain.fit((DataSet) batch);
    } else {
      ((ComputationGraph) model).fit((MultiDataSet) batch);
    }
  }

  private static int iterations(Model model) {
    return model instanceof MultiLayerNetwork chain
        ? chain.getIterationCount()
        : ((ComputationGraph) model).getIterationCount();
  }

  private static int epochs(Model model) {
    return model instanceof MultiLayerNetwork chain
        ? chain.getEpochCount()
        : ((ComputationGraph) model).getEpochCount();
  }

  private static void setCounts(Model model, int iterations, int epochs) {
    if (model instanceof MultiLayerNetwork chain) {
      chain.setIterationCount(iterations);
      chain.setEpochCount(epochs);
    } else {
      ((ComputationGraph) model).getConfiguration().setIterationCount(iterations);
      ((ComputationGraph) model).getConfiguration().setEpochCount(epochs);
    }
  }
}
