// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers on [B, n, N]: recurrent ones, their wrappers, masks. */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
final class RecurrentCases {

  private RecurrentCases() {}

  static List<LayerCase> cases() {
    List<LayerCase> cases = new ArrayList<>();
    both(cases, LSTM.class, Chains.lstm(4));
    both(cases, GravesLSTM.class, new GravesLSTM.Builder().nOut(4).build());
    both(
        cases,
        GravesBidirectionalLSTM.class,
        new GravesBidirectionalLSTM.Builder().nOut(4).build());
    both(cases, SimpleRnn.class, simple());
    both(cases, TimeDistributed.class, new TimeDistributed(Chains.dense(4)));
    both(cases, MaskZeroLayer.class, new MaskZeroLayer(Chains.lstm(4), 0.0));
    both(cases, MaskLayer.class, new MaskLayer());
    for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
      String name = mode.name().toLowerCase(Locale.ROOT);
      both(cases, Bidirectional.class, name + " of SimpleRnn", new Bidirectional(mode, simple()));
      both(cases, Bidirectional.class, name + " of LSTM", new Bidirectional(mode, Chains.lstm(4)));
    }
    last(cases, "of LSTM", new LastTimeStep(Chains.lstm(4)));
    last(cases, "of SimpleRnn", new LastTimeStep(simple()));
    last(cases, "of MaskZero", new LastTimeStep(new MaskZeroLayer(simple(), 0.0)));
    last(cases, "of bidirectional", new LastTimeStep(new Bidirectional(simple())));
    cases.addAll(special());
    cases.addAll(below());
    return cases;
  }

  private static List<LayerCase> special() {
    return List.of(
        Chains.sequence(LSTM.class, "dropout", new LSTM.Builder().nOut(4).dropOut(0.7).build()),
        Chains.sequence(
            SimpleRnn.class, "dropout", new SimpleRnn.Builder().nOut(4).dropOut(0.7).build()),
        Chains.sequence(
            Bidirectional.class,
            "dropout",
            new Bidirectional(new LSTM.Builder().nOut(4).dropOut(0.7).build())),
        Chains.sequence(
            LSTM.class,
            "hard sigmoid gates",
            new LSTM.Builder().nOut(4).gateActivationFunction(Activation.HARDSIGMOID).build()),
        Chains.sequence(
            LSTM.class,
            "drop-connect",
            new LSTM.Builder().nOut(4).weightNoise(new DropConnect(0.7)).build()),
        Chains.sequence(
            GravesLSTM.class,
            "dropout, weight noise, biases too",
            new GravesLSTM.Builder()
                .nOut(4)
                .dropOut(0.7)
                .weightNoise(new WeightNoise(new NormalDistribution(0.0, 0.1), true, true))
                .build()),
        Chains.sequence(
            SimpleRnn.class,
            "dropout, drop-connect, biases too",
            new SimpleRnn.Builder()
                .nOut(4)
                .dropOut(0.7)
                .weightNoise(new DropConnect(0.7, true))
                .build()),
        Chains.sequence(
            FrozenLayerWithBackprop.class,
            "around a GravesLSTM",
            new FrozenLayerWithBackprop(new GravesLSTM.Builder().nOut(4).build())),
        Chains.sequence(
            FrozenLayerWithBackprop.class,
            "around SimpleRnn",
            new FrozenLayerWithBackprop(simple())),
        Chains.sequence(
            FrozenLayer.class,
            "around SimpleRnn with dropout",
            new FrozenLayer(
                new SimpleRnn.Builder().nOut(4).activation(Activation.TANH).dropOut(0.7).build()),
            Chains.lstm(4)),
        timeLast(
            "channels last",
            LSTM.class,
            new LSTM.Builder().nOut(4).dataFormat(RNNFormat.NWC).build()),
        timeLast(
            "channels last",
            SimpleRnn.class,
            new SimpleRnn.Builder().nOut(4).dataFormat(RNNFormat.NWC).build()),
        Chains.sequence(DenseLayer.class, "on a sequence, dense layers between", Chains.dense(4)),
        Chains.sequence(
                DenseLayer.class, "on a masked sequence, dense layers between", Chains.dense(4))
            .with(Minibatches::maskedSequences));
  }

  /** Layers below an LSTM, of sequences of different lengths. */
  private static List<LayerCase> below() {
    return List.of(
        Chains.network(
            Convolution1DLayer.class,
            "before an LSTM, masked sequences",
            Minibatches::maskedSequences,
            Chains.sequenceType(),
            new Convolution1DLayer.Builder(3).nOut(3).convolutionMode(ConvolutionMode.Same).build(),
            Chains.lstm(4),
            simple(),
            Chains.rnnOutput(2)),
        Chains.network(
            EmbeddingSequenceLayer.class,
            "before an LSTM, masked sequences",
            Minibatches::maskedWords,
            InputType.recurrent(4, 5),
            new EmbeddingSequenceLayer.Builder().nIn(4).nOut(3).build(),
            Chains.lstm(4),
            simple(),
            Chains.rnnOutput(2)));
  }

  private static SimpleRnn simple() {
    return new SimpleRnn.Builder().nOut(4).build();
  }

  private static void both(List<LayerCase> cases, Class<? extends Layer> covers, Layer layer) {
    both(cases, covers, "", layer);
  }

  private static void both(
      List<LayerCase> cases, Class<? extends Layer> covers, String name, Layer layer) {
    String prefix = name.isEmpty() ? "" : name + ", ";
    cases.add(Chains.sequence(covers, prefix + "whole sequences", layer));
    cases.add(
        Chains.sequence(covers, prefix + "masked sequences", layer)
            .with(Minibatches::maskedSequences));
  }

  private static void last(List<LayerCase> cases, String name, Layer layer) {
    cases.add(Chains.pooledSequence(LastTimeStep.class, name, layer));
    cases.add(
        Chains.pooledSequence(LastTimeStep.class, name + ", masked", layer)
            .with(Minibatches::maskedClassified)
            .doubleByDefault());
  }

  private static LayerCase timeLast(String name, Class<? extends Layer> covers, Layer layer) {
    return Chains.network(
        covers,
        name,
        () ->
            new DataSet(
                Minibatches.uniform(3, 5, 4),
                Minibatches.oneHotSequence(3, 2, 5).permute(0, 2, 1).dup()),
        InputType.recurrent(4, 5, RNNFormat.NWC),
        new LSTM.Builder().nOut(4).dataFormat(RNNFormat.NWC).build(),
        layer,
        new RnnOutputLayer.Builder(LossFunction.MCXENT)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .dataFormat(RNNFormat.NWC)
            .build());
  }
}
