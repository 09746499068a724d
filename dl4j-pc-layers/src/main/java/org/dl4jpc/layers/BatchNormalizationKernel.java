// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalisation of features or channels: z = γ (u − m) / s + β with s = √(v + ε), m and v
 * being the mean and variance of the present u over its N samples (and positions).
 *
 * <p>Feedback differentiates through m and v: γ/s (e − Σe/N − (u − m) Σ(e (u − m)) / (N s²)). The
 * gradients of γ and β are Σ e (u − m) / s and Σ e. The running statistics come from the first
 * prediction of a minibatch; see {@link RunningStatistics}.
 */
final class BatchNormalizationKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final Tensor deviation;
  private final ChannelMatrix channels;
  private final INDArray outputMatrix;
  private final INDArray deviationMatrix;
  private final double epsilon;
  private final ChannelVector gamma;
  private final ChannelVector beta;
  private final ChannelVector mean;
  private final INDArray variance;
  private final ChannelVector inverse;
  private final ChannelVector gain;
  private final ScalarAdd addEpsilon;
  private final RSqrt toInverse;
  private final ChannelSum inputSum;
  private final ChannelDot squares;
  private final ArrayOperation centring = ArrayOperation.difference();
  private final ElementProduct gains = new ElementProduct();
  private final ElementProduct scaling = new ElementProduct();
  private final ArrayOperation shifting = ArrayOperation.sum();
  private final Map<String, INDArray> gradients;
  private final RunningStatistics statistics;
  private final NormalizationErrors errors;

  /**
   * Binds the normalisation to an input.
   *
   * @param input u, [B, n] or [B, C, H, W] or [B, H, W, C], in any layout
   * @param output where predictions go, of the input's shape, in a layout that {@code channels}
   *     reads
   * @param channels how
   * @param affine γ and β
   * @param epsilon ε
   * @param statistics the running ones
   * @param gradients DL4J's gradient views; "gamma" and "beta" are absent where they are locked
   * @param memory shared
   */
  BatchNormalizationKernel(
      Tensor input,
      Tensor output,
      ChannelMatrix channels,
      ChannelAffine affine,
      double epsilon,
      RunningStatistics statistics,
      Map<String, INDArray> gradients,
      SharedMemory memory) {
    this.input = input;
    this.output = output;
    this.deviation = output.like();
    this.channels = channels;
    this.outputMatrix = channels.of(output);
    this.deviationMatrix = channels.of(deviation);
    this.epsilon = epsilon;
    this.statistics = statistics;
    this.gradients = gradients;
    this.gamma = ChannelVector.over(channels, affine.gamma());
    this.beta = ChannelVector.over(channels, affine.beta());
    this.mean = ChannelVector.allocate(channels, affine.gamma());
    this.variance = ChannelVector.allocate(channels, affine.gamma()).values();
    this.inverse = ChannelVector.allocate(channels, affine.gamma());
    this.gain = ChannelVector.allocate(channels, affine.gamma());
    this.addEpsilon =
        Workspaces.outside(() -> new ScalarAdd(variance, null, inverse.values(), epsilon));
    this.toInverse = new RSqrt(inverse.values(), inverse.values());
    INDArray ones =
        LastingMemory.allocate(() -> Nd4j.ones(variance.dataType(), channels.elements()));
    this.inputSum = new ChannelSum(channels, ones);
    this.squares = new ChannelDot(channels, ones, memory);
    this.errors = new NormalizationErrors(channels, ones, deviation, inverse, gain, memory);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void feedForward() {
    predict();
    statistics.take(mean.values(), variance);
  }

  @Override
  public void predict() {
    centre();
    squares.run(deviation, deviation, variance, 1.0 / channels.elements());
    Nd4j.exec(addEpsilon);
    Nd4j.exec(toInverse);
    gains.run(inverse.values(), gamma.values(), gain.values());
    scaling.run(deviationMatrix, gain.broadcast(), outputMatrix);
    shifting.into(outputMatrix, outputMatrix, beta.broadcast());
  }

  /** Sets m and u − m. */
  private void centre() {
    if (deviation.sameLayout(input)) {
      deviation.assign(input);
    } else {
      deviation.assign(input.array());
    }
    inputSum.run(deviationMatrix, mean.values(), 1.0 / channels.elements());
    centring.into(deviationMatrix, deviationMatrix, mean.broadcast());
  }

  @Override
  public void receive(Tensor error) {
    errors.receive(error);
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    errors.feedback(target, alpha, beta);
  }

  @Override
  public void gradient(double scale) {
    INDArray gammaGradient = gradients.get(BatchNormalizationParamInitializer.GAMMA);
    if (gammaGradient != null) {
      errors.gammaGradient(gammaGradient, scale);
      errors.betaGradient(gradients.get(BatchNormalizationParamInitializer.BETA), scale);
    }
    statistics.write();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Each output reads one input, its normalised one: the mean over the channels of v / (v + ε),
   * and 1 for β, at each position.
   */
  @Override
  public double presynapticNorm(PresynapticNorm form) {
    double meanSquare = Blas.dot(inverse.values(), inverse.values()) / channels.channels();
    double position = 2.0 - epsilon * meanSquare;
    long positions = channels.elements() / input.array().size(0);
    return form == PresynapticNorm.MEAN_POSITION ? position : position * positions;
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }

  @Override
  public long bytes() {
    return output.bytes() + deviation.bytes();
  }
}
