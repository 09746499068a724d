// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers defined by SameDiff: DL4J's attention and capsules, and ones of the user's. */
final class SameDiffCases {

  private SameDiffCases() {}

  static List<LayerCase> cases() {
    return List.of(
        Chains.rows(SameDiffLayer.class, "custom", new Quadratic(7, 4)),
        Chains.rows(SameDiffLambdaLayer.class, "custom", new SquareRoot()),
        Chains.network(
            SameDiffOutputLayer.class,
            "custom",
            () -> Minibatches.classified(3, 4, 6),
            InputType.feedForward(6),
            Chains.dense(5),
            new SquaredError(5, 3)),
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

  /** z = (u W + b)². */
  static final class Quadratic extends SameDiffLayer {
    private static final long serialVersionUID = 1L;
    private final long nIn;
    private final long nOut;

    Quadratic(long nIn, long nOut) {
      this.nIn = nIn;
      this.nOut = nOut;
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
      return InputType.feedForward(nOut);
    }

    @Override
    public void defineParameters(SDLayerParams params) {
      params.addWeightParam("W", nIn, nOut);
      params.addBiasParam("b", 1, nOut);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> params) {
      params.values().forEach(p -> p.assign(0.2));
    }

    @Override
    public SDVariable defineLayer(
        SameDiff sameDiff, SDVariable input, Map<String, SDVariable> params, SDVariable mask) {
      SDVariable z = input.mmul(params.get("W")).add(params.get("b"));
      return sameDiff.math().square(z);
    }
  }

  /** z = √(u² + 1). */
  static final class SquareRoot extends SameDiffLambdaLayer {
    private static final long serialVersionUID = 1L;

    @Override
    public InputType getOutputType(int index, InputType input) {
      return input;
    }

    @Override
    public SDVariable defineLayer(SameDiff sameDiff, SDVariable input) {
      return sameDiff.math().sqrt(sameDiff.math().square(input).add(1.0));
    }
  }

  /** ℒ = Σ (y − u W)². */
  static final class SquaredError extends SameDiffOutputLayer {
    private static final long serialVersionUID = 1L;
    private final long nIn;
    private final long nOut;

    SquaredError(long nIn, long nOut) {
      this.nIn = nIn;
      this.nOut = nOut;
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
      return InputType.feedForward(nOut);
    }

    @Override
    public void defineParameters(SDLayerParams params) {
      params.addWeightParam("W", nIn, nOut);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> params) {
      params.values().forEach(p -> p.assign(0.3));
    }

    @Override
    public SDVariable defineLayer(
        SameDiff sameDiff, SDVariable input, SDVariable labels, Map<String, SDVariable> params) {
      SDVariable output = input.mmul("output", params.get("W"));
      return sameDiff.math().square(labels.sub(output)).sum("loss");
    }

    @Override
    public String activationsVertexName() {
      return "output";
    }
  }
}
