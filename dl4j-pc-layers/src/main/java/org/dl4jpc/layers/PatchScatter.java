// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds the entries of patches [C, kH, kW, B, oH, oW] to the pixels they were copied from, the
 * transpose of {@link PatchGather}: one strided addition for each of the kH·kW weight positions.
 */
final class PatchScatter {
  private final ConvolutionGeometry geometry;
  private final List<CustomOp> additions = new ArrayList<>();

  /**
   * Prepares the additions.
   *
   * @param patches rank 1, c-ordered
   * @param images where to, a view [C, B, H, W] in any layout
   * @param geometry of the convolution
   */
  PatchScatter(INDArray patches, INDArray images, ConvolutionGeometry geometry) {
    this.geometry = geometry;
    for (int i = 0; i < geometry.kernel()[0]; i++) {
      for (int j = 0; j < geometry.kernel()[1]; j++) {
        if (geometry.count(0, i) > 0 && geometry.count(1, j) > 0) {
          INDArray pixels = pixels(images, i, j);
          additions.add(new AddOp(pixels, entries(patches, images, i, j), pixels));
        }
      }
    }
  }

  /**
   * The pixels [1, C, B, h, w] that weight (i, j) meets. The leading dimension makes them and the
   * entries differ in shape: libnd4j has loops over strides for operands that broadcast, and
   * computes the coordinates of each element, over ten times as slowly, for strided operands of
   * equal shapes.
   */
  private INDArray pixels(INDArray images, int i, int j) {
    long[] s = images.stride();
    long[] size = size(images, i, j);
    return StridedViews.of(
        images,
        geometry.pixel(0, i) * s[2] + geometry.pixel(1, j) * s[3],
        new long[] {1, size[0], size[1], size[2], size[3]},
        size[0] * s[0],
        s[0],
        s[1],
        geometry.stride()[0] * s[2],
        geometry.stride()[1] * s[3]);
  }

  /** The entries [C, B, h, w] of the patches that weight (i, j) multiplies. */
  private INDArray entries(INDArray patches, INDArray images, int i, int j) {
    long width = geometry.output()[1];
    long sample = geometry.positions();
    long tap = images.size(1) * sample;
    return StridedViews.of(
        patches,
        (i * (long) geometry.kernel()[1] + j) * tap
            + geometry.first(0, i) * width
            + geometry.first(1, j),
        size(images, i, j),
        geometry.taps() * tap,
        sample,
        width,
        1);
  }

  private long[] size(INDArray images, int i, int j) {
    return new long[] {images.size(0), images.size(1), geometry.count(0, i), geometry.count(1, j)};
  }

  /** Adds. */
  void run() {
    for (CustomOp addition : additions) {
      Nd4j.exec(addition);
    }
  }
}
