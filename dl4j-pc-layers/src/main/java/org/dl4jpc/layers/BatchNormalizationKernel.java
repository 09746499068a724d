// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

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
  private final ChannelAffine affine;
  private final double epsilon;
  private final INDArray inverse;
  private final INDArray gain;
  private final Map<String, INDArray> gradients;
  private final RunningStatistics statistics;
  private final SharedMemory memory;
  private Tensor error;
  private INDArray errorMatrix;

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
    this.affine = affine;
    this.epsilon = epsilon;
    this.statistics = statistics;
    this.gradients = gradients;
    this.memory = memory;
    this.inverse = LastingMemory.allocate(() -> affine.gamma().ulike().assign(1.0));
    this.gain = LastingMemory.allocate(() -> affine.gamma().ulike().assign(1.0));
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void feedForward() {
    INDArray mean = centre();
    INDArray variance = channels.meanSquare(deviationMatrix);
    statistics.take(mean, variance);
    normalize(variance);
  }

  @Override
  public void predict() {
    centre();
    normalize(channels.meanSquare(deviationMatrix));
  }

  /** Sets u − m, and returns m. */
  private INDArray centre() {
    if (deviation.sameLayout(input)) {
      deviation.assign(input);
    } else {
      deviation.assign(input.array());
    }
    INDArray mean = channels.mean(deviationMatrix);
    channels.add(deviationMatrix, mean.neg(), deviationMatrix);
    return mean;
  }

  /** Sets 1/s, γ/s and z from u − m and v. */
  private void normalize(INDArray variance) {
    inverse.assign(Transforms.sqrt(variance.add(epsilon), false).rdivi(1.0));
    gain.assign(inverse).muli(affine.gamma());
    channels.multiply(deviationMatrix, gain, outputMatrix);
    channels.add(outputMatrix, affine.beta(), outputMatrix);
  }

  @Override
  public void receive(Tensor error) {
    if (this.error != error) {
      this.error = error;
      this.errorMatrix = channels.of(error);
    }
  }

  /** Σ e (u − m) for each channel. */
  private INDArray productSum() {
    INDArray product = channels.of(memory.take(gain.dataType(), output.flat().length()));
    Nd4j.exec(new MulOp(errorMatrix, deviationMatrix, product));
    return channels.sum(product);
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    double perElement = -1.0 / channels.elements();
    INDArray slope = productSum().muli(inverse).muli(inverse).muli(perElement);
    INDArray shift = channels.sum(errorMatrix).muli(perElement);
    boolean direct = beta == 0.0 && target.sameLayout(output);
    Tensor result = direct ? target : memory.take(output);
    INDArray matrix = channels.of(result);
    channels.multiply(deviationMatrix, slope, matrix);
    Nd4j.exec(new AddOp(matrix, errorMatrix, matrix));
    channels.add(matrix, shift, matrix);
    channels.multiply(matrix, gain.mul(alpha), matrix);
    if (!direct && target.sameLayout(result)) {
      target.blend(1.0, result, beta);
    } else if (!direct) {
      target.blend(1.0, result.array(), beta);
    }
  }

  @Override
  public void gradient(double scale) {
    INDArray gammaGradient = gradients.get(BatchNormalizationParamInitializer.GAMMA);
    if (gammaGradient != null) {
      gammaGradient.assign(productSum().muli(inverse).muli(scale));
      gradients
          .get(BatchNormalizationParamInitializer.BETA)
          .assign(channels.sum(errorMatrix).muli(scale));
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
    double position = 2.0 - epsilon * inverse.mul(inverse).meanNumber().doubleValue();
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
