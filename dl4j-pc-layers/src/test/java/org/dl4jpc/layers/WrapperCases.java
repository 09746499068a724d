// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/** Frozen layers, and layers with settings of their own for predictive coding. */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
final class WrapperCases {

  private WrapperCases() {}

  static List<LayerCase> cases() {
    return List.of(
        Chains.rows(
            FrozenLayer.class, "in the middle", new FrozenLayer(Chains.dense(6)), Chains.dense(5)),
        Chains.rows(
            FrozenLayer.class,
            "batch norm below",
            new BatchNormalization.Builder().build(),
            new FrozenLayer(Chains.dense(6)),
            Chains.dense(5)),
        Chains.rows(
            FrozenLayer.class,
            "around batch norm",
            new FrozenLayer(new BatchNormalization.Builder().build()),
            Chains.dense(5)),
        Chains.rows(
            FrozenLayerWithBackprop.class,
            "in the middle, dense",
            new FrozenLayerWithBackprop(Chains.dense(6)),
            Chains.dense(5)),
        Chains.image(
            FrozenLayerWithBackprop.class,
            "in the middle, convolution",
            new FrozenLayerWithBackprop(new ConvolutionLayer.Builder(2, 2).nOut(3).build()),
            Chains.dense(5)),
        Chains.network(
            FrozenLayerWithBackprop.class,
            "around the output layer",
            () -> Minibatches.classified(3, 4, 6),
            InputType.feedForward(6),
            Chains.dense(5),
            new FrozenLayerWithBackprop(Chains.output(3))),
        Chains.rows(PcLayer.class, "around dense", PcLayer.of(Chains.dense(6)).build()),
        Chains.rows(
            PcLayer.class,
            "around dense, without a node",
            PcLayer.of(Chains.dense(6)).withoutNode().build()),
        Chains.image(
            PcLayer.class,
            "around pooling, with a node",
            PcLayer.of(new SubsamplingLayer.Builder().build()).withNode().build()),
        Chains.image(
            PcLayer.class,
            "around convolution",
            PcLayer.of(new ConvolutionLayer.Builder(2, 2).nOut(3).build()).build()),
        Chains.image(
            PcLayer.class,
            "around batch norm, with a node",
            PcLayer.of(new BatchNormalization.Builder().build()).withNode().build()),
        Chains.sequence(
            PcLayer.class,
            "around Graves LSTM",
            PcLayer.of(new GravesLSTM.Builder().nOut(4).build()).build()),
        Chains.sequence(
            PcLayer.class,
            "around bidirectional",
            PcLayer.of(new Bidirectional(new SimpleRnn.Builder().nOut(4).build())).build()),
        Chains.pooledSequence(
            PcLayer.class,
            "around the last time step",
            PcLayer.of(new LastTimeStep(new SimpleRnn.Builder().nOut(4).build())).build()),
        Chains.rows(
            PcLayer.class,
            "around a frozen layer",
            PcLayer.of(new FrozenLayer(Chains.dense(6))).build(),
            Chains.dense(5)),
        Chains.network(
            PcLayer.class,
            "around the output layer",
            () -> Minibatches.classified(3, 4, 6),
            InputType.feedForward(6),
            Chains.dense(5),
            PcLayer.of(Chains.output(3)).build()));
  }
}
