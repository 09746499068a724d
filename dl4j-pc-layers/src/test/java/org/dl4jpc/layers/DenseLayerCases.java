// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.variational.BernoulliReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Layers on [B, n]: dense and its relatives, embeddings, noise, autoencoders. */
final class DenseLayerCases {

  private DenseLayerCases() {}

  static List<LayerCase> cases() {
    return List.of(
        dense("tanh", new DenseLayer.Builder()),
        dense("without bias", new DenseLayer.Builder().hasBias(false)),
        dense("layer norm", new DenseLayer.Builder().hasLayerNorm(true)),
        dense("layer norm, no bias", new DenseLayer.Builder().hasLayerNorm(true).hasBias(false)),
        noise("additive weight noise", new WeightNoise(new NormalDistribution(0, 0.1), true)),
        noise(
            "multiplicative weight noise, biases too",
            new WeightNoise(new NormalDistribution(1, 0.1), true, false)),
        noise("drop-connect", new DropConnect(0.7)),
        noise("drop-connect, biases too", new DropConnect(0.7, true)),
        dropout("dropout", new Dropout(0.7)),
        dropout(
            "dropout by schedule",
            new Dropout(new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.6).build())),
        dropout("Gaussian dropout", new GaussianDropout(0.3)),
        dropout("alpha dropout", new AlphaDropout(0.7)),
        dropout("Gaussian noise", new GaussianNoise(0.3)),
        dropoutLayer("dropout", new Dropout(0.7)),
        dropoutLayer("alpha dropout", new AlphaDropout(0.7)),
        dropoutLayer("Gaussian dropout", new GaussianDropout(0.3)),
        dropoutLayer("Gaussian noise", new GaussianNoise(0.3)),
        Chains.image(
            DropoutLayer.class,
            "spatial dropout on images",
            new DropoutLayer(new SpatialDropout(0.5))),
        dense("mask of samples", new DenseLayer.Builder()).with(DenseLayerCases::masked),
        dense("mask of samples, layer norm", new DenseLayer.Builder().hasLayerNorm(true))
            .with(DenseLayerCases::masked),
        Chains.network(
            EmbeddingLayer.class,
            "first layer",
            DenseLayerCases::indices,
            InputType.feedForward(5),
            new EmbeddingLayer.Builder().nIn(5).nOut(4).hasBias(true).build(),
            Chains.dense(6),
            Chains.output(3)),
        Chains.network(
            EmbeddingSequenceLayer.class,
            "then an LSTM",
            DenseLayerCases::indexSequences,
            InputType.feedForward(6),
            new EmbeddingSequenceLayer.Builder()
                .nIn(6)
                .nOut(4)
                .hasBias(true)
                .inputLength(5)
                .build(),
            Chains.lstm(4),
            Chains.rnnOutput(2)),
        Chains.rows(
            ElementWiseMultiplicationLayer.class,
            "on [B, n]",
            new ElementWiseMultiplicationLayer.Builder().nIn(7).nOut(7).build()),
        Chains.rows(PReLULayer.class, "on [B, n]", new PReLULayer.Builder().inputShape(7).build()),
        Chains.image(
            PReLULayer.class, "on images", new PReLULayer.Builder().inputShape(4, 6, 5).build()),
        Chains.rows(
            BatchNormalization.class, "on [B, n]", new BatchNormalization.Builder().build()),
        Chains.rows(
            BatchNormalization.class,
            "on [B, n], log10 σ",
            new BatchNormalization.Builder().useLogStd(true).build()),
        Chains.rows(
            BatchNormalization.class,
            "on [B, n], γ and β locked",
            new BatchNormalization.Builder(true).build()),
        Chains.image(
            BatchNormalization.class, "on images", new BatchNormalization.Builder().build()),
        Chains.rows(AutoEncoder.class, "supervised", new AutoEncoder.Builder().nOut(5).build()),
        Chains.rows(
            VariationalAutoencoder.class,
            "supervised",
            new VariationalAutoencoder.Builder()
                .nOut(4)
                .encoderLayerSizes(6, 5)
                .decoderLayerSizes(5)
                .reconstructionDistribution(
                    new BernoulliReconstructionDistribution(Activation.SIGMOID))
                .build()));
  }

  private static LayerCase dense(String name, DenseLayer.Builder builder) {
    return Chains.rows(DenseLayer.class, name, builder.nOut(6).build());
  }

  private static LayerCase noise(String name, IWeightNoise noise) {
    return dense(name, new DenseLayer.Builder().weightNoise(noise));
  }

  private static LayerCase dropout(String name, IDropout dropout) {
    return dense(name, new DenseLayer.Builder().dropOut(dropout));
  }

  private static LayerCase dropoutLayer(String name, IDropout dropout) {
    return Chains.rows(DropoutLayer.class, name, new DropoutLayer(dropout));
  }

  private static DataSet masked() {
    INDArray mask = Nd4j.createFromArray(1.0, 0.0, 1.0, 1.0).reshape(4, 1);
    return new DataSet(Minibatches.uniform(4, 6), Minibatches.oneHot(4, 3), mask, mask);
  }

  private static DataSet indices() {
    return new DataSet(
        Nd4j.createFromArray(3.0, 0.0, 4.0, 3.0).reshape(4, 1), Minibatches.oneHot(4, 3));
  }

  private static DataSet indexSequences() {
    return new DataSet(
        Nd4j.createFromArray(new double[][] {{3, 0, 4, 3, 1}, {5, 2, 2, 0, 1}, {1, 1, 3, 5, 4}}),
        Minibatches.oneHotSequence(3, 2, 5));
  }
}
