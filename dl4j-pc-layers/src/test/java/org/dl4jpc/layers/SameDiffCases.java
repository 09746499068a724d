// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;

/** Layers defined by SameDiff: DL4J's attention and capsules, and ones of the user's. */
final class SameDiffCases {

  private SameDiffCases() {}

  static List<LayerCase> cases() {
    return List.of(
        Chains.rows(SameDiffLayer.class, "custom", new SameDiffLayers.Quadratic(7, 4)),
        Chains.rows(SameDiffLambdaLayer.class, "custom", new SameDiffLayers.SquareRoot()),
        Chains.network(
            SameDiffOutputLayer.class,
            "custom",
            () -> Minibatches.classified(3, 4, 6),
            InputType.feedForward(6),
            Chains.dense(5),
            new SameDiffLayers.SquaredError(5, 3)),
        Chains.sequence(SelfAttentionLayer.class, "no projection", selfAttention(false)),
        Chains.sequence(SelfAttentionLayer.class, "two heads", selfAttention(true)),
        Chains.sequence(SelfAttentionLayer.class, "two heads, masked", selfAttention(true))
            .with(Minibatches::maskedSequences),
        Chains.sequence(RecurrentAttentionLayer.class, "two heads", recurrentAttention()),
        Chains.sequence(RecurrentAttentionLayer.class, "two heads, masked", recurrentAttention())
            .with(Minibatches::maskedSequences),
        capsules(
            PrimaryCapsules.class,
            "then their strengths",
            primary(),
            new CapsuleStrengthLayer.Builder().build()),
        capsules(
            CapsuleStrengthLayer.class,
            "of leaky capsules",
            new PrimaryCapsules.Builder(4, 1)
                .kernelSize(3, 3)
                .stride(2, 2)
                .useLeakyReLU(0.1)
                .build(),
            new CapsuleStrengthLayer.Builder().build()),
        capsules(
            CapsuleLayer.class,
            "two routings",
            primary(),
            new CapsuleLayer.Builder(3, 2, 2).build(),
            new CapsuleStrengthLayer.Builder().build()));
  }

  private static SelfAttentionLayer selfAttention(boolean project) {
    SelfAttentionLayer.Builder builder =
        new SelfAttentionLayer.Builder().nIn(5).nOut(project ? 6 : 5);
    return project
        ? builder.nHeads(2).headSize(3).projectInput(true).build()
        : builder.nHeads(1).projectInput(false).build();
  }

  private static RecurrentAttentionLayer recurrentAttention() {
    return new RecurrentAttentionLayer.Builder().nIn(5).nOut(4).nHeads(2).headSize(3).build();
  }

  private static PrimaryCapsules primary() {
    return new PrimaryCapsules.Builder(3, 2).kernelSize(3, 3).stride(2, 2).build();
  }

  private static LayerCase capsules(Class<? extends Layer> covers, String name, Layer... layers) {
    List<Layer> all = new ArrayList<>();
    all.add(new ConvolutionLayer.Builder(2, 2).nOut(2).build());
    all.addAll(List.of(layers));
    all.add(Chains.output(3));
    return Chains.network(
        covers,
        name,
        () -> Minibatches.classified(3, 2, 2, 6, 6),
        InputType.convolutional(6, 6, 2),
        all.toArray(new Layer[0]));
  }
}
