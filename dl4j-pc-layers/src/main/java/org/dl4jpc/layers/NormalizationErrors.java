// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an error e at the output of a {@link BatchNormalizationKernel} gives: the feedback γ/s (e −
 * Σe/N − (u − m) Σ(e (u − m)) / (N s²)), and the gradients Σ e (u − m) / s of γ and Σ e of β.
 */
final class NormalizationErrors {
  private final ChannelMatrix channels;
  private final Tensor deviation;
  private final INDArray deviationMatrix;
  private final ChannelVector inverse;
  private final ChannelVector gain;
  private final ChannelVector slope;
  private final ChannelVector shift;
  private final ChannelVector factor;
  private final ChannelDot dot;
  private final ChannelSum sum;
  private final ElementProduct slopes = new ElementProduct();
  private final ElementProduct sloping = new ElementProduct();
  private final ArrayOperation shifting = ArrayOperation.sum();
  private final ElementProduct gaining = new ElementProduct();
  private final SharedTensor shared;
  private Tensor error;
  private INDArray errorMatrix;
  private Tensor result;
  private INDArray resultMatrix;

  /**
   * Shares what predictions have left.
   *
   * @param channels the layout
   * @param ones N of them
   * @param deviation u − m
   * @param inverse 1/s
   * @param gain γ/s
   * @param memory shared
   */
  NormalizationErrors(
      ChannelMatrix channels,
      INDArray ones,
      Tensor deviation,
      ChannelVector inverse,
      ChannelVector gain,
      SharedMemory memory) {
    this.channels = channels;
    this.deviation = deviation;
    this.deviationMatrix = channels.of(deviation);
    this.inverse = inverse;
    this.gain = gain;
    this.slope = ChannelVector.allocate(channels, gain.values());
    this.shift = ChannelVector.allocate(channels, gain.values());
    this.factor = ChannelVector.allocate(channels, gain.values());
    this.dot = new ChannelDot(channels, ones, memory);
    this.sum = new ChannelSum(channels, ones);
    this.shared = new SharedTensor(memory);
  }

  /**
   * Takes the error.
   *
   * @param present e, in the layout of the output
   */
  void receive(Tensor present) {
    if (error != present) {
      error = present;
      errorMatrix = channels.of(present);
    }
  }

  /**
   * target = beta · target + alpha · feedback.
   *
   * @param target of the input's shape, in any layout
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void feedback(Tensor target, double alpha, double beta) {
    double perElement = -1.0 / channels.elements();
    dot.run(error, deviation, slope.values(), perElement);
    slopes.run(slope.values(), inverse.values(), slope.values());
    slopes.run(slope.values(), inverse.values(), slope.values());
    sum.run(errorMatrix, shift.values(), perElement);
    factor.set(alpha, gain);
    boolean direct = beta == 0.0 && target.sameLayout(deviation);
    write(direct ? target : shared.take(deviation));
    if (!direct && target.sameLayout(result)) {
      target.blend(1.0, result, beta);
    } else if (!direct) {
      target.blend(1.0, result.array(), beta);
    }
  }

  private void write(Tensor to) {
    if (result != to) {
      result = to;
      resultMatrix = channels.of(to);
    }
    sloping.run(deviationMatrix, slope.broadcast(), resultMatrix);
    Blas.add(error.flat(), result.flat());
    shifting.into(resultMatrix, resultMatrix, shift.broadcast());
    gaining.run(resultMatrix, factor.broadcast(), resultMatrix);
  }

  /**
   * Writes scale · Σ e (u − m) / s.
   *
   * @param gradient of γ, of C elements
   * @param scale the factor
   */
  void gammaGradient(INDArray gradient, double scale) {
    dot.run(error, deviation, slope.values(), scale);
    slopes.run(slope.values(), inverse.values(), slope.values());
    gradient.assign(slope.values());
  }

  /**
   * Writes scale · Σ e.
   *
   * @param gradient of β, of C elements
   * @param scale the factor
   */
  void betaGradient(INDArray gradient, double scale) {
    sum.run(errorMatrix, shift.values(), scale);
    gradient.assign(shift.values());
  }
}
