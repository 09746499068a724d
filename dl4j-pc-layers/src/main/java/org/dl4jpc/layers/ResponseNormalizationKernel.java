// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Normalisation over neighbouring channels (Krizhevsky et al. 2012): z = u ⊙ s^−β with s = k + α
 * W(u²), where W sums over the channel and n / 2 on either side of it. Input and output lie channel
 * by channel, so that W adds stretches of memory to each other.
 *
 * <p>Feedback is DL4J's, s^−β ⊙ e − 2 α β u ⊙ W(z ⊙ e) / s, which divides after W where the
 * derivative divides before it; the two differ by as much as s does between neighbouring channels.
 */
final class ResponseNormalizationKernel implements Kernel {
  private final LocalResponseNormalization layer;
  private final Tensor input;
  private final Tensor images;
  private final Tensor output;
  private final Tensor unitScale;
  private final Tensor scale;
  private final Tensor factor;
  private final Tensor products;
  private final Tensor sums;
  private final ElementProduct square = new ElementProduct();
  private final ElementProduct normalise = new ElementProduct();
  private final ElementProduct weigh = new ElementProduct();
  private final ElementProduct spread = new ElementProduct();
  private final ElementProduct pass = new ElementProduct();
  private final ArrayOperation divide = new ArrayOperation("divide");
  private final Pow power;
  private final INDArray[] sources;
  private final INDArray[] scaleTargets;
  private final INDArray[] sumTargets;
  private boolean factored;
  private Tensor error;

  /**
   * Binds the normalisation to an input.
   *
   * @param input u, [B, C, H, W] or [B, H, W, C], in any layout
   * @param layer the configuration, with a window of fewer than 2 C channels
   */
  ResponseNormalizationKernel(Tensor input, LocalResponseNormalization layer) {
    CNN2DFormat format = layer.getDataFormat();
    INDArray major = Images.channelMajor(input.array(), format);
    this.layer = layer;
    this.input = input;
    this.images =
        Images.isContiguous(major)
            ? input
            : Images.allocateChannelMajor(major, format, major.shape());
    this.output = images.like();
    this.unitScale = images.like();
    this.scale = images.like();
    this.factor = images.like();
    this.products = images.like();
    this.sums = images.like();
    this.power = new Pow(unitScale.flat(), scale.flat(), -layer.getBeta());
    long channel = output.flat().length() / major.size(0);
    int reach = reach(layer);
    this.sources = stretches(products, reach, channel, false);
    this.scaleTargets = stretches(unitScale, reach, channel, true);
    this.sumTargets = stretches(sums, reach, channel, true);
  }

  /**
   * How many channels a window has on either side.
   *
   * @param layer the configuration
   * @return n / 2, rounded down
   */
  static int reach(LocalResponseNormalization layer) {
    return (int) layer.getN() / 2;
  }

  /** For each distance, the channels that are added upwards, and downwards; or where to. */
  private static INDArray[] stretches(Tensor tensor, int reach, long channel, boolean target) {
    INDArray flat = tensor.flat();
    long length = flat.length();
    INDArray[] all = new INDArray[2 * reach];
    for (int i = 1; i <= reach; i++) {
      INDArray low = flat.get(NDArrayIndex.interval(0, length - i * channel));
      INDArray high = flat.get(NDArrayIndex.interval(i * channel, length));
      all[2 * i - 2] = target ? high : low;
      all[2 * i - 1] = target ? low : high;
    }
    return all;
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    if (images != input) {
      images.assign(input.array());
    }
    square.run(images.flat(), images.flat(), products.flat());
    sumOver(unitScale, scaleTargets);
    unitScale.scale(layer.getAlpha());
    unitScale.flat().addi(layer.getK());
    Nd4j.getExecutioner().exec(power);
    normalise.run(images.flat(), scale.flat(), output.flat());
    factored = false;
  }

  /** target = W(products). */
  private void sumOver(Tensor target, INDArray[] targets) {
    target.assign(products);
    for (int i = 0; i < targets.length; i++) {
      Blas.addScaled(1.0, sources[i], targets[i]);
    }
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (!factored) {
      divide.into(factor.flat(), images.flat(), unitScale.flat());
      factor.scale(-2.0 * layer.getAlpha() * layer.getBeta());
      factored = true;
    }
    weigh.run(output.flat(), error.flat(), products.flat());
    sumOver(sums, sumTargets);
    spread.run(sums.flat(), factor.flat(), sums.flat());
    pass.run(error.flat(), scale.flat(), products.flat());
    sums.addScaled(1.0, products);
    if (images == input) {
      target.blend(alpha, sums, beta);
    } else {
      target.blend(alpha, sums.array(), beta);
    }
  }

  @Override
  public long bytes() {
    return (images == input ? 6 : 7) * output.bytes();
  }
}
