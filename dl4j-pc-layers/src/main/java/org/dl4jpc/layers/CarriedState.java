// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of a recurrent layer from one segment of a sequence to the next, in truncated
 * backpropagation through time. It is kept where DL4J itself keeps it, in the layer, so that DL4J's
 * own code clears it.
 */
final class CarriedState {
  private final RecurrentLayer layer;
  private final Map<String, State> states = new HashMap<>();

  /** What a segment starts from and ends with. */
  private static final class State {
    private final Tensor start;
    private final Tensor end;

    State(DataType type, SequenceShape shape) {
      this.start = Tensor.allocate(type, 'c', shape.batch(), shape.units());
      this.end = start.like();
    }
  }

  private CarriedState(RecurrentLayer layer, SequenceShape shape, DataType type, String... keys) {
    this.layer = layer;
    for (String key : keys) {
      states.put(key, new State(type, shape));
    }
  }

  /**
   * The state of DL4J's LSTM layers: activation and memory cell.
   *
   * @param layer DL4J's implementation
   * @param shape of its output
   * @return the state
   */
  static CarriedState ofLstm(Layer layer, SequenceShape shape) {
    return of(layer, shape, LSTM.STATE_KEY_PREV_ACTIVATION, LSTM.STATE_KEY_PREV_MEMCELL);
  }

  /**
   * The state of DL4J's {@code SimpleRnn}: its activation.
   *
   * @param layer DL4J's implementation
   * @param shape of its output
   * @return the state
   */
  static CarriedState ofSimpleRnn(Layer layer, SequenceShape shape) {
    return of(layer, shape, SimpleRnn.STATE_KEY_PREV_ACTIVATION);
  }

  private static CarriedState of(Layer layer, SequenceShape shape, String... keys) {
    return new CarriedState((RecurrentLayer) layer, shape, layer.params().dataType(), keys);
  }

  /**
   * Reads what the layer starts this segment from.
   *
   * @return false if that is 0: at the start of a sequence, and without segments
   */
  boolean read() {
    Map<String, INDArray> carried = layer.rnnGetTBPTTState();
    states.forEach((key, state) -> read(state.start, carried.get(key)));
    return !carried.isEmpty();
  }

  private static void read(Tensor start, INDArray carried) {
    if (carried == null) {
      start.scale(0.0);
    } else {
      start.assign(carried);
    }
  }

  /**
   * The start of this segment, as last read.
   *
   * @param key of the part
   * @return [B, n]
   */
  Tensor start(String key) {
    return states.get(key).start;
  }

  /**
   * Notes the end of this segment.
   *
   * @param key of the part
   * @param last [B, n]
   */
  void note(String key, INDArray last) {
    states.get(key).end.assign(last);
  }

  /** Gives the end of this segment to the layer, for the next one to start from. */
  void hand() {
    Map<String, INDArray> carried = new HashMap<>();
    states.forEach(
        (key, state) -> carried.put(key, Workspaces.outside(() -> state.end.array().dup('f'))));
    layer.rnnSetTBPTTState(carried);
  }

  /**
   * Bytes of all buffers.
   *
   * @return the size
   */
  long bytes() {
    return states.values().stream().mapToLong(s -> s.start.bytes() + s.end.bytes()).sum();
  }
}
