// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Convolution3D.DataFormat;
import org.deeplearning4j.nn.params.Convolution3DParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The linear map of a three-dimensional convolution: z = W P(u) + b, with u [B, C, D, H, W], W
 * [C_out, kD·kH·kW·C], the {@link VolumePatches} P and b [C_out]; products as those of {@link
 * ConvolutionKernel}.
 *
 * <p>The output is stored channel by channel, [C_out, B, oD, oH, oW].
 */
final class Convolution3dKernel implements Kernel {
  private final DataFormat format;
  private final VolumeGeometry geometry;
  private final SharedMemory memory;
  private final INDArray volumes;
  private final ReorderedWeights weights;
  private final INDArray weightMatrix;
  private final INDArray weightGradient;
  private final UnitBias bias;
  private final Map<String, INDArray> gradients;
  private final Tensor output;
  private final INDArray outputMatrix;
  private final INDArray kept;
  private final MatrixProduct correlate = new MatrixProduct(false, false);
  private final MatrixProduct outer = new MatrixProduct(true, false);
  private final MatrixProduct carry = new MatrixProduct(false, true);
  private INDArray gatherBuffer;
  private VolumePatches gathered;
  private INDArray scatterBuffer;
  private VolumePatches scattered;
  private Tensor error;
  private INDArray errorMatrix;

  /**
   * Binds the convolution to an input.
   *
   * @param input u, [B, C, D, H, W] or [B, D, H, W, C], in any layout
   * @param format order of its dimensions, and of the output's
   * @param geometry of the convolution
   * @param parameters DL4J's parameter views; "b" may be absent
   * @param gradients DL4J's gradient views, same keys
   * @param memory shared
   */
  Convolution3dKernel(
      Tensor input,
      DataFormat format,
      VolumeGeometry geometry,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients,
      SharedMemory memory) {
    String key = Convolution3DParamInitializer.WEIGHT_KEY;
    String biasKey = Convolution3DParamInitializer.BIAS_KEY;
    this.format = format;
    this.geometry = geometry;
    this.memory = memory;
    this.volumes = channelsFirst(input.array(), format).permute(1, 0, 2, 3, 4);
    this.weights =
        new ReorderedWeights(channelsLast(parameters.get(key)), channelsLast(gradients.get(key)));
    long units = weights.values().size(0);
    this.weightMatrix = columns(weights.values(), units);
    this.weightGradient = columns(weights.gradient(), units);
    this.gradients = gradients;
    this.output = allocate(units);
    this.outputMatrix = columns(output.flat(), units);
    this.bias = new UnitBias(parameters.get(biasKey), gradients.get(biasKey), outputMatrix);
    DataType type = volumes.dataType();
    this.kept =
        memory.grant(length() * type.width())
            ? LastingMemory.allocate(() -> Nd4j.createUninitialized(type, length()))
            : null;
  }

  /**
   * The array with channels before depth.
   *
   * @param array [B, C, D, H, W] or [B, D, H, W, C]
   * @param format which of them
   * @return a view, [B, C, D, H, W]
   */
  static INDArray channelsFirst(INDArray array, DataFormat format) {
    return format == DataFormat.NDHWC ? array.permute(0, 4, 1, 2, 3) : array;
  }

  /** [C_out, C, kD, kH, kW] as [C_out, kD, kH, kW, C]. */
  private static INDArray channelsLast(INDArray array) {
    return array.permute(0, 2, 3, 4, 1);
  }

  private static INDArray columns(INDArray array, long count) {
    return array.reshape('c', count, array.length() / count).transpose();
  }

  private Tensor allocate(long units) {
    int[] size = geometry.output();
    long[] storage = {units, volumes.size(1), size[0], size[1], size[2]};
    return format == DataFormat.NDHWC
        ? Tensor.permuted(volumes.dataType(), 'c', storage, 1, 2, 3, 4, 0).withUnitDimension(4)
        : Tensor.permuted(volumes.dataType(), 'c', storage, 1, 0, 2, 3, 4);
  }

  private long length() {
    return VolumePatches.length(volumes.size(0), volumes.size(1), geometry);
  }

  private VolumePatches patches(INDArray buffer) {
    return new VolumePatches(buffer, volumes.size(0), volumes.size(1), geometry);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    weights.read();
    double keep = bias.begin(outputMatrix);
    correlate.run(gather(), weightMatrix, outputMatrix, 1.0, keep);
  }

  private INDArray gather() {
    INDArray buffer = kept == null ? memory.take(volumes.dataType(), length()) : kept;
    if (buffer != gatherBuffer) {
      gatherBuffer = buffer;
      gathered = patches(buffer);
    }
    gathered.gather(volumes);
    return gathered.matrix();
  }

  @Override
  public void receive(Tensor error) {
    if (this.error != error) {
      this.error = error;
      this.errorMatrix = columns(error.flat(), outputMatrix.size(1));
    }
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    INDArray buffer = memory.take(volumes.dataType(), length());
    if (buffer != scatterBuffer) {
      scatterBuffer = buffer;
      scattered = patches(buffer);
    }
    carry.run(errorMatrix, weightMatrix, scattered.matrix(), alpha, 0.0);
    INDArray sums = scattered.scatter();
    boolean last = format == DataFormat.NDHWC;
    target.blend(1.0, last ? sums.permute(1, 2, 3, 4, 0) : sums.permute(1, 0, 2, 3, 4), beta);
  }

  @Override
  public void gradient(double scale) {
    INDArray patches = kept == null ? gather() : gathered.matrix();
    outer.run(patches, errorMatrix, weightGradient, scale, 0.0);
    weights.write();
    bias.writeGradient(errorMatrix, scale);
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return gradients;
  }

  @Override
  public long bytes() {
    long patches = kept == null ? 0 : kept.length() * kept.dataType().width();
    return output.bytes() + weights.bytes() + patches;
  }
}
