// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies the pixels of an image tensor into patches [C, kH, kW, B, oH, oW]: one strided copy for
 * each row of the kernel. Where windows reach over an edge, the images are first copied into a
 * frame of zeros.
 */
final class PatchGather {
  private final ConvolutionGeometry geometry;
  private final INDArray matrix;
  private final INDArray frame;
  private final List<Op> copies = new ArrayList<>();
  private boolean framed;

  /**
   * Prepares the copies.
   *
   * @param images u, a view [C, B, H, W] in any layout
   * @param buffer rank 1, for the patches and, behind them, the frame
   * @param geometry of the convolution
   */
  PatchGather(INDArray images, INDArray buffer, ConvolutionGeometry geometry) {
    this.geometry = geometry;
    long rows = images.size(0) * geometry.taps();
    long columns = images.size(1) * geometry.positions();
    this.matrix = StridedViews.front(buffer, rows, columns).transpose();
    this.frame = geometry.isPadded() ? frame(images, buffer, rows * columns) : null;
    INDArray source = images;
    if (frame != null) {
      addFraming(images);
      source = frame;
    }
    for (int i = 0; i < geometry.kernel()[0]; i++) {
      copies.add(new Assign(pixels(source, i), entries(buffer, source, i)));
    }
  }

  /**
   * Elements that the frame takes.
   *
   * @param images u, a view [C, B, H, W]
   * @param geometry of the convolution
   * @return 0 where no window reaches over an edge
   */
  static long frameLength(INDArray images, ConvolutionGeometry geometry) {
    return geometry.isPadded()
        ? images.size(0) * images.size(1) * geometry.extent(0) * geometry.extent(1)
        : 0;
  }

  private INDArray frame(INDArray images, INDArray buffer, long start) {
    long height = geometry.extent(0);
    long width = geometry.extent(1);
    long[] shape = {images.size(0), images.size(1), height, width};
    return StridedViews.of(
        buffer, start, shape, shape[1] * height * width, height * width, width, 1);
  }

  private void addFraming(INDArray images) {
    long height = inside(0);
    long width = inside(1);
    if (height > 0 && width > 0) {
      long[] size = {images.size(0), images.size(1), height, width};
      long[] s = frame.stride();
      long start = geometry.padding()[0] * s[2] + geometry.padding()[1] * s[3];
      copies.add(
          new Assign(
              StridedViews.of(images, 0, size, images.stride()),
              StridedViews.of(frame, start, size, s)));
    }
  }

  /** Rows or columns of pixels in the frame; windows may leave out some at the far edge. */
  private int inside(int axis) {
    return Math.min(geometry.input()[axis], geometry.extent(axis) - geometry.padding()[axis]);
  }

  /** The pixels [C, kW, B, oH, oW] that row i of the kernel meets. */
  private INDArray pixels(INDArray source, int i) {
    long[] s = source.stride();
    int[] stride = geometry.stride();
    int[] dilation = geometry.dilation();
    return StridedViews.of(
        source,
        (long) i * dilation[0] * s[2],
        rowShape(source),
        s[0],
        dilation[1] * s[3],
        s[1],
        stride[0] * s[2],
        stride[1] * s[3]);
  }

  /** The entries [C, kW, B, oH, oW] of the patches that row i of the kernel multiplies. */
  private INDArray entries(INDArray buffer, INDArray source, int i) {
    long sample = geometry.positions();
    long tap = source.size(1) * sample;
    long row = geometry.kernel()[1] * tap;
    return StridedViews.of(
        buffer,
        i * row,
        rowShape(source),
        geometry.kernel()[0] * row,
        tap,
        sample,
        geometry.output()[1],
        1);
  }

  private long[] rowShape(INDArray source) {
    int[] output = geometry.output();
    return new long[] {source.size(0), geometry.kernel()[1], source.size(1), output[0], output[1]};
  }

  /**
   * Copies.
   *
   * @param overwritten whether the buffer has been used for something else since the last time
   */
  void run(boolean overwritten) {
    if (frame != null && (overwritten || !framed)) {
      frame.assign(0.0);
      framed = true;
    }
    for (Op copy : copies) {
      Nd4j.getExecutioner().exec(copy);
    }
  }

  /**
   * The patches as the last {@link #run} left them.
   *
   * @return Pᵀ [B·oH·oW, C·kH·kW], f-ordered
   */
  INDArray matrix() {
    return matrix;
  }
}
