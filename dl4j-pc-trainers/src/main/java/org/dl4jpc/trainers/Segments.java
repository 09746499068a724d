// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.BackpropType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Truncated backpropagation through time, as DL4J does it: a sequence is fitted in segments, each
 * starting from the state that the one before has left, with an update after each.
 */
final class Segments {
  private static final int TIME = 2;

  private Segments() {}

  /**
   * Whether a configuration can be trained in segments.
   *
   * @param type of backpropagation
   * @param forward length of a segment
   * @param backward how far back DL4J carries errors
   * @param losesState layers whose state would not be carried
   * @throws DL4JInvalidConfigException if not, and it asks to
   */
  static void check(
      BackpropType type, int forward, int backward, Supplier<List<String>> losesState) {
    if (type != BackpropType.TruncatedBPTT) {
      return;
    }
    if (forward < 1 || backward < forward) {
      throw new DL4JInvalidConfigException(
          "illegal lengths of truncated backpropagation through time: forward "
              + forward
              + ", backward "
              + backward
              + ", must be at least 1, and backward at least forward: within a segment errors go"
              + " all the way back");
    }
    if (!losesState.get().isEmpty()) {
      throw new DL4JInvalidConfigException(
          "illegal backprop type: TruncatedBPTT, must be Standard for the layers "
              + losesState.get()
              + ": only LSTM, GravesLSTM and SimpleRnn, without a wrapper, layer normalisation or"
              + " weight noise, carry their state from one segment to the next");
    }
  }

  /**
   * Checks a minibatch of a {@code MultiLayerNetwork} that DL4J would leave out with a warning.
   *
   * @param features of the minibatch
   * @param labels of the minibatch
   * @throws DL4JInvalidInputException if they are not sequences of the same length
   */
  static void check(INDArray features, INDArray labels) {
    requireRank("features", features);
    requireRank("labels", labels);
    check(new INDArray[] {features}, new INDArray[] {labels});
  }

  /**
   * Checks a minibatch of a {@code ComputationGraph} that DL4J would leave out with a warning.
   *
   * @param features of the minibatch
   * @param labels of the minibatch
   * @throws DL4JInvalidInputException if there is no sequence, or not all have the same length
   */
  static void check(INDArray[] features, INDArray[] labels) {
    long length = -1;
    for (INDArray[] arrays : new INDArray[][] {features, labels}) {
      for (INDArray array : arrays) {
        if (array.rank() == 3 && length >= 0 && array.size(TIME) != length) {
          throw misfit(
              arrays == features ? "features" : "labels", array, "of " + length + " time steps");
        }
        length = array.rank() == 3 ? array.size(TIME) : length;
      }
    }
    if (length < 0) {
      throw misfit("features", features[0], "of rank 3");
    }
  }

  private static void requireRank(String name, INDArray array) {
    if (array.rank() != 3) {
      throw misfit(name, array, "of rank 3");
    }
  }

  private static DL4JInvalidInputException misfit(String name, INDArray array, String expected) {
    return new DL4JInvalidInputException(
        String.format(
            "illegal %s: of shape %s, must be %s: the network trains by truncated backpropagation"
                + " through time, in segments of sequences",
            name, Arrays.toString(array.shape()), expected));
  }
}
