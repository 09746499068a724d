// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * What DL4J itself cannot train, and why. Together with {@link LeftOutLayers} this is all that
 * {@link EveryLayerTest} does not compare with backpropagation.
 */
final class Dl4jFailureCases {

  private Dl4jFailureCases() {}

  static List<LayerCase> cases() {
    return List.of(
        attention(),
        Chains.image(PReLULayer.class, "shared over positions", prelu())
            .failing("prelu_bp", "its prelu_bp rejects shared axes"),
        Chains.sequence(SimpleRnn.class, "layer norm", normalised())
            .failing("Indices are out of range", "its gain cannot be cut out of the parameters"),
        Chains.pooledSequence(
                Bidirectional.class,
                "of LastTimeStep",
                new Bidirectional(new LastTimeStep(explicit())))
            .failing(
                "cannot get size of dimension 2 for rank 2",
                "it reverses the error in time, which has none any more"),
        Chains.pooledSequence(
                Bidirectional.class,
                "of LastTimeStep, settings from the network",
                new Bidirectional(new LastTimeStep(new SimpleRnn.Builder().nOut(4).build())))
            .failing("getWeightInitFn", "the network's settings do not get so far"),
        Chains.rows(
                FrozenLayerWithBackprop.class,
                "batch norm",
                new FrozenLayerWithBackprop(new BatchNormalization.Builder().build()),
                Chains.dense(5))
            .failing(
                "outdated workspace pointer",
                "batch norm cannot backpropagate after a pass in test mode"),
        Chains.image(SubsamplingLayer.class, "sum", sumPooling())
            .failing("Not supported: SUM", "there is no sum pooling"),
        Chains.rows(DropoutLayer.class, "spatial on [B, n]", spatialDropout())
            .failing(
                "spatial dropout can only be used for rank 3, 4 or 5 activations",
                "there are no channels to drop"),
        Chains.sequence(DropoutLayer.class, "masked sequences", new DropoutLayer(0.5))
            .with(Minibatches::maskedSequences)
            .failing("Mismatched shapes", "the mask of a sequence is taken for one of rows"),
        Chains.rows(ActivationLayer.class, "rrelu in double", new ActivationLayer(Activation.RRELU))
            .failing("tanh_bp", "its slopes are of ND4J's default type, float"));
  }

  private static LayerCase attention() {
    return Chains.pooledSequence(
            LearnedSelfAttentionLayer.class,
            "two heads, two queries",
            new LearnedSelfAttentionLayer.Builder()
                .nIn(5)
                .nOut(6)
                .nHeads(2)
                .headSize(3)
                .nQueries(2)
                .projectInput(true)
                .build(),
            Chains.average())
        .failing("scatter_update", "it calls scatter_update without an argument that this needs");
  }

  private static PReLULayer prelu() {
    return new PReLULayer.Builder().inputShape(4, 6, 5).sharedAxes(2, 3).build();
  }

  private static SimpleRnn normalised() {
    return new SimpleRnn.Builder().nOut(4).hasLayerNorm(true).build();
  }

  private static SimpleRnn explicit() {
    return new SimpleRnn.Builder()
        .nOut(4)
        .weightInit(WeightInit.XAVIER)
        .weightInitRecurrent(WeightInit.XAVIER)
        .activation(Activation.TANH)
        .biasInit(0.0)
        .build();
  }

  private static SubsamplingLayer sumPooling() {
    return new SubsamplingLayer.Builder(PoolingType.SUM, new int[] {2, 2}).build();
  }

  private static DropoutLayer spatialDropout() {
    return new DropoutLayer(new SpatialDropout(0.5));
  }
}
