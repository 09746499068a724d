// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Patches of volumes in a buffer [kD, kH, kW, C, B, oD, oH, oW], and the frame of zeros [C, B, fD,
 * fH, fW] that voxels are copied into before the patches are copied from it, or patches are added
 * into. Each weight position is one strided copy or addition: it meets a voxel of the frame at
 * every output position, and its entries are one stretch of the buffer.
 */
final class VolumePatches {
  private final VolumeGeometry geometry;
  private final long planes;
  private final INDArray frame;
  private final INDArray voxels;
  private final INDArray matrix;
  private final List<Assign> copies = new ArrayList<>();
  private final List<AddOp> additions = new ArrayList<>();

  /**
   * Prepares copies and additions.
   *
   * @param buffer rank 1, of {@link #length} elements or more
   * @param channels C
   * @param samples B
   * @param geometry of the convolution
   */
  VolumePatches(INDArray buffer, long channels, long samples, VolumeGeometry geometry) {
    this.geometry = geometry;
    this.planes = channels * samples;
    long columns = samples * geometry.positions();
    long rows = geometry.taps() * channels;
    this.matrix = StridedViews.front(buffer, rows, columns).transpose();
    long[] size = {channels, samples, geometry.frame(0), geometry.frame(1), geometry.frame(2)};
    long[] stride = strides(size);
    this.frame = StridedViews.of(buffer, rows * columns, size, stride);
    int[] in = geometry.input();
    int[] padding = geometry.padding();
    this.voxels =
        StridedViews.of(
            frame,
            padding[0] * stride[2] + padding[1] * stride[3] + padding[2],
            new long[] {channels, samples, in[0], in[1], in[2]},
            stride);
    prepare(buffer, stride);
  }

  /**
   * Elements of a buffer.
   *
   * @param channels C
   * @param samples B
   * @param geometry of the convolution
   * @return those of the patches and of the frame
   */
  static long length(long channels, long samples, VolumeGeometry geometry) {
    long each = (long) geometry.taps() * geometry.positions();
    long frame = (long) geometry.frame(0) * geometry.frame(1) * geometry.frame(2);
    return channels * samples * (each + frame);
  }

  private static long[] strides(long... size) {
    long[] stride = new long[size.length];
    long step = 1;
    for (int i = size.length - 1; i >= 0; i--) {
      stride[i] = step;
      step *= size[i];
    }
    return stride;
  }

  private void prepare(INDArray buffer, long[] stride) {
    int[] kernel = geometry.kernel();
    int[] dilation = geometry.dilation();
    int tap = 0;
    for (int d = 0; d < kernel[0]; d++) {
      for (int i = 0; i < kernel[1]; i++) {
        for (int j = 0; j < kernel[2]; j++) {
          long start = (long) d * dilation[0] * stride[2];
          start += (long) i * dilation[1] * stride[3] + (long) j * dilation[2];
          INDArray entries = entries(buffer, tap);
          copies.add(new Assign(met(start, stride, false), entries));
          INDArray target = met(start, stride, true);
          additions.add(new AddOp(target, entries, target));
          tap++;
        }
      }
    }
  }

  /**
   * The voxels [C·B, oD, oH, oW] that a weight meets. A leading dimension makes them differ in
   * shape from what is added to them, see {@link PatchScatter}.
   */
  private INDArray met(long start, long[] s, boolean leading) {
    int[] step = geometry.stride();
    int[] out = geometry.output();
    long[] shape = {planes, out[0], out[1], out[2]};
    long[] stride = {s[1], step[0] * s[2], step[1] * s[3], step[2]};
    return leading
        ? StridedViews.of(
            frame,
            start,
            new long[] {1, shape[0], shape[1], shape[2], shape[3]},
            planes * s[1],
            stride[0],
            stride[1],
            stride[2],
            stride[3])
        : StridedViews.of(frame, start, shape, stride);
  }

  private INDArray entries(INDArray buffer, int tap) {
    int[] out = geometry.output();
    long[] shape = {planes, out[0], out[1], out[2]};
    long length = planes * geometry.positions();
    return StridedViews.of(buffer, tap * length, shape, strides(shape));
  }

  /**
   * Copies patches.
   *
   * @param volumes from a view [C, B, D, H, W] in any layout
   */
  void gather(INDArray volumes) {
    frame.assign(0.0);
    voxels.assign(volumes);
    for (Assign copy : copies) {
      Nd4j.getExecutioner().exec(copy);
    }
  }

  /**
   * Adds up what {@link #matrix()} holds at the voxels that patches have from there.
   *
   * @return the sums, a view [C, B, D, H, W] that is valid until the next call
   */
  INDArray scatter() {
    frame.assign(0.0);
    for (AddOp addition : additions) {
      Nd4j.exec(addition);
    }
    return voxels;
  }

  /**
   * The patches.
   *
   * @return [B·oD·oH·oW, kD·kH·kW·C], f-ordered
   */
  INDArray matrix() {
    return matrix;
  }
}
