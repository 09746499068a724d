// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Truncated backpropagation through time, as DL4J does it: a sequence is fitted in segments, each
 * starting from the state that the one before has left, with an update after each.
 */
final class Segments {
  private static final int TIME = 2;

  private Segments() {}

  /**
   * Whether a configuration can be trained in segments. How far back DL4J is to carry errors is not
   * asked: its {@code fit} carries them all the way back in a segment, whatever the configuration
   * says.
   *
   * @param type of backpropagation
   * @param length of a segment
   * @param refusals layers that cannot, with the reason
   * @throws DL4JInvalidConfigException if not, and it asks to
   */
  static void check(BackpropType type, int length, Supplier<Map<String, String>> refusals) {
    if (type != BackpropType.TruncatedBPTT) {
      return;
    }
    if (length < 1) {
      throw new DL4JInvalidConfigException(
          "illegal forward length of truncated backpropagation through time: "
              + length
              + ", must be at least 1");
    }
    refusals
        .get()
        .forEach(
            (name, reason) -> {
              throw new DL4JInvalidConfigException(
                  "illegal backprop type: TruncatedBPTT, must be Standard for layer '"
                      + name
                      + "': "
                      + reason);
            });
  }

  /**
   * Checks a minibatch of a {@code MultiLayerNetwork} before its first segment is fitted. DL4J
   * would leave out with a warning what it cannot cut, or fail after some updates.
   *
   * @param features of the minibatch
   * @param labels of the minibatch
   * @param featureMask of the minibatch, or null
   * @param labelMask of the minibatch, or null
   * @throws DL4JInvalidInputException if they are not finite sequences of the same length
   */
  static void check(INDArray features, INDArray labels, INDArray featureMask, INDArray labelMask) {
    requireRank("features", features);
    requireRank("labels", labels);
    check(
        new INDArray[] {features},
        new INDArray[] {labels},
        new INDArray[] {featureMask},
        new INDArray[] {labelMask});
  }

  /**
   * The same for a {@code ComputationGraph}.
   *
   * @param features of the minibatch
   * @param labels of the minibatch
   * @param featureMasks of the minibatch, or null
   * @param labelMasks of the minibatch, or null
   * @throws DL4JInvalidInputException if there is no sequence, if not all have the same length, or
   *     if they are not finite
   */
  static void check(
      INDArray[] features, INDArray[] labels, INDArray[] featureMasks, INDArray[] labelMasks) {
    long length = lengthOf(features);
    length = length < 0 ? lengthOf(labels) : length;
    if (length < 0) {
      throw misfit("features", features[0], "of rank 3");
    }
    requireLength("features", features, featureMasks, length);
    requireLength("labels", labels, labelMasks, length);
  }

  private static long lengthOf(INDArray[] arrays) {
    return Arrays.stream(arrays)
        .filter(array -> array.rank() == 3)
        .mapToLong(array -> array.size(TIME))
        .findFirst()
        .orElse(-1L);
  }

  private static void requireLength(String name, INDArray[] arrays, INDArray[] masks, long length) {
    for (int i = 0; i < arrays.length; i++) {
      InputChecks.requireFinite(name, arrays[i]);
      if (arrays[i].rank() == 3 && arrays[i].size(TIME) != length) {
        throw misfit(name, arrays[i], "of " + length + " time steps");
      }
      INDArray mask = masks == null ? null : masks[i];
      if (mask != null && (mask.rank() != 2 || mask.size(1) != length)) {
        throw misfit("mask of the " + name, mask, "of " + length + " time steps");
      }
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

  /**
   * Clears the states of all recurrent layers, in wrappers too, where DL4J does not look for them.
   *
   * @param layers of a network
   */
  static void clearStates(Layer[] layers) {
    for (Layer layer : layers) {
      Layer inner = layer;
      while (inner instanceof BaseWrapperLayer wrapper) {
        inner = wrapper.getUnderlying();
      }
      if (inner instanceof RecurrentLayer recurrent) {
        recurrent.rnnClearPreviousState();
      }
    }
  }
}
