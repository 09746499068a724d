// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The linear map of a convolution over time: that of a {@link ConvolutionKernel} over images of
 * height 1. Input [B, C, N] and output [B, C_out, N′] are read as images over the same memory.
 *
 * <p>DL4J reads the memory of its weights [C_out, C, k] as [k, C, C_out], which is not a product's
 * order, so they are copied before they are multiplied.
 */
final class Convolution1dKernel implements Kernel {
  private static final int HEIGHT = 2;

  private final ConvolutionKernel images;
  private final ReorderedWeights weights;
  private final Map<String, INDArray> gradients;
  private final Tensor output;
  private Tensor error;
  private Tensor errorImages;
  private Tensor target;
  private Tensor targetImages;

  /**
   * Binds the convolution to an input.
   *
   * @param input u, [B, C, N], in any layout
   * @param geometry of the convolution of images of height 1
   * @param parameters DL4J's parameter views; "b" may be absent
   * @param gradients DL4J's gradient views, same keys
   * @param choice of the method
   * @param memory shared
   */
  Convolution1dKernel(
      Tensor input,
      ConvolutionGeometry geometry,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients,
      Function<Convolution, ConvolutionMethod> choice,
      SharedMemory memory) {
    String key = ConvolutionParamInitializer.WEIGHT_KEY;
    this.weights = new ReorderedWeights(ordered(parameters.get(key)), ordered(gradients.get(key)));
    this.gradients = gradients;
    Convolution convolution =
        Convolution.of(
            input.withAxis(HEIGHT),
            CNN2DFormat.NCHW,
            geometry,
            weights.values(),
            parameters.get(ConvolutionParamInitializer.BIAS_KEY));
    Map<String, INDArray> views = new HashMap<>(gradients);
    views.put(key, weights.gradient());
    this.images = new ConvolutionKernel(convolution, choice.apply(convolution), views, memory);
    INDArray z = images.output().array();
    this.output =
        images.output().view('c', new long[] {z.size(1), z.size(0), z.size(HEIGHT + 1)}, 1, 0, 2);
  }

  /** As DL4J reads weights, and then [C_out, C, 1, k]. */
  private static INDArray ordered(INDArray w) {
    return w.reshape(w.ordering(), w.size(2), w.size(1), w.size(0), 1).permute(2, 1, 3, 0);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    weights.read();
    images.predict();
  }

  @Override
  public void receive(Tensor error) {
    if (this.error != error) {
      this.error = error;
      this.errorImages = error.withAxis(HEIGHT);
    }
    images.receive(errorImages);
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (this.target != target) {
      this.target = target;
      this.targetImages = target.withAxis(HEIGHT);
    }
    images.feedback(targetImages, alpha, beta);
  }

  @Override
  public void gradient(double scale) {
    images.gradient(scale);
    weights.write();
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }

  @Override
  public long bytes() {
    return images.bytes() + weights.bytes();
  }
}
