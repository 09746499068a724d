// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.recurrent.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/** Whether a layer can be trained on sequences in segments. */
final class SegmentChecks {

  private SegmentChecks() {}

  /**
   * Why a layer cannot be trained by truncated backpropagation through time.
   *
   * @param site the layer
   * @return the reason; empty if it can
   */
  static Optional<String> refusal(LayerSite site) {
    if (isTimeSecond(site)) {
      return Optional.of("its data format is NWC, and DL4J cuts sequences along dimension 2");
    }
    Layer layer = site.layer();
    boolean last = false;
    while (layer instanceof BaseWrapperLayer wrapper) {
      last |= layer instanceof LastTimeStepLayer;
      layer = wrapper.getUnderlying();
    }
    if (layer instanceof BidirectionalLayer || layer instanceof GravesBidirectionalLSTM) {
      return Optional.of(
          "a bidirectional layer, whose way back begins at the end of the sequence: DL4J has no"
              + " state of it either");
    }
    if (!(layer instanceof RecurrentLayer)) {
      return Optional.empty();
    }
    if (last) {
      return Optional.of(
          "a LastTimeStep, which has one output a sequence: DL4J leaves the wrapper out in"
              + " segments");
    }
    return LayerCompilers.of(site).carriesState()
        ? Optional.empty()
        : Optional.of(
            "its state is not carried over: that of LSTM, GravesLSTM and SimpleRnn is, alone, in a"
                + " MaskZeroLayer or frozen, with element-wise activations, without additive noise"
                + " on the input, without any noise where FrozenLayerWithBackprop freezes it, and"
                + " with a value node");
  }

  private static boolean isTimeSecond(LayerSite site) {
    var configuration = site.configuration();
    return (configuration instanceof BaseRecurrentLayer recurrent
            && recurrent.getRnnDataFormat() == RNNFormat.NWC)
        || (configuration instanceof RnnOutputLayer output
            && output.getRnnDataFormat() == RNNFormat.NWC);
  }
}
