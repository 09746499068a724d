// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Patches copied into a buffer [C, kH, kW, B, oH, oW], kept for the gradient while the budget
 * lasts. The way back is a matrix product into a shared buffer of the same shape, and additions
 * from there.
 */
final class GatheredPatches implements Patches {
  private final INDArray images;
  private final CNN2DFormat format;
  private final ConvolutionGeometry geometry;
  private final SharedMemory memory;
  private final long rows;
  private final long columns;
  private final long length;
  private final INDArray kept;
  private INDArray gatherBuffer;
  private PatchGather gather;
  private INDArray scatterBuffer;
  private Tensor scatterTarget;
  private INDArray scatterMatrix;
  private PatchScatter scatter;
  private final MatrixProduct carry = new MatrixProduct(false, true);

  /**
   * Binds to an input.
   *
   * @param convolution whose input
   * @param memory shared
   * @param keeping whether to ask for a buffer of their own
   */
  GatheredPatches(Convolution convolution, SharedMemory memory, boolean keeping) {
    this(convolution.input(), convolution.format(), convolution.geometry(), memory, keeping);
  }

  /**
   * Binds to an input.
   *
   * @param input u, in any layout
   * @param format order of its dimensions
   * @param geometry of the windows
   * @param memory shared
   * @param keeping whether to ask for a buffer of their own
   */
  GatheredPatches(
      Tensor input,
      CNN2DFormat format,
      ConvolutionGeometry geometry,
      SharedMemory memory,
      boolean keeping) {
    this.format = format;
    this.images = Images.channelMajor(input.array(), format);
    this.geometry = geometry;
    this.memory = memory;
    this.rows = images.size(0) * geometry.taps();
    this.columns = images.size(1) * geometry.positions();
    this.length = rows * columns + PatchGather.frameLength(images, geometry);
    DataType type = images.dataType();
    this.kept =
        keeping && memory.grant(length * type.width())
            ? LastingMemory.allocate(() -> Nd4j.createUninitialized(type, length))
            : null;
  }

  private INDArray matrix(INDArray buffer) {
    return StridedViews.front(buffer, rows, columns).transpose();
  }

  @Override
  public INDArray gather() {
    INDArray buffer = kept == null ? memory.take(images.dataType(), length) : kept;
    if (buffer != gatherBuffer) {
      gatherBuffer = buffer;
      gather = new PatchGather(images, buffer, geometry);
    }
    gather.run(kept == null);
    return gather.matrix();
  }

  @Override
  public INDArray recall() {
    return kept == null ? gather() : gather.matrix();
  }

  @Override
  public void carryBack(
      INDArray error, INDArray weights, Tensor target, double alpha, double beta) {
    carry.run(error, weights, scatterMatrix(target), alpha, 0.0);
    scatter(target, beta);
  }

  /**
   * Where to put what {@link #scatter} is to add.
   *
   * @param target same layout as the input
   * @return [B·oH·oW, C·kH·kW], f-ordered; to be overwritten
   */
  INDArray scatterMatrix(Tensor target) {
    prepareScatter(target);
    return scatterMatrix;
  }

  /**
   * target = beta · target, plus the entries of {@link #scatterMatrix} at the pixels that patches
   * have from there.
   *
   * @param target the same
   * @param beta factor of the present content; 0 overwrites it
   */
  void scatter(Tensor target, double beta) {
    target.scale(beta);
    scatter.run();
  }

  /** Views of the shared buffer and the target are made again only where either is another. */
  private void prepareScatter(Tensor target) {
    INDArray buffer = memory.take(images.dataType(), rows * columns);
    if (buffer != scatterBuffer || target != scatterTarget) {
      scatterBuffer = buffer;
      scatterTarget = target;
      scatterMatrix = matrix(buffer);
      scatter = new PatchScatter(buffer, Images.channelMajor(target.array(), format), geometry);
    }
  }

  @Override
  public long bytes() {
    return kept == null ? 0 : length * images.dataType().width();
  }
}
