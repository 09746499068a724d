// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The input of a convolution as a matrix with a column for each output position: P [C·kH·kW,
 * B·oH·oW], so that the convolution is one matrix product. Matrices are given transposed and
 * f-ordered, [B·oH·oW, C·kH·kW], the form that matrix products are fastest in; in memory both are
 * the same.
 */
interface Patches {

  /**
   * The patches of a convolution's input: the input itself where that is possible.
   *
   * @param convolution its arrays
   * @param memory shared; patches are kept after gathering while its budget lasts
   * @return the patches
   */
  static Patches of(Convolution convolution, SharedMemory memory) {
    INDArray images = Images.channelMajor(convolution.input().array(), convolution.format());
    return convolution.geometry().isPointwise() && Images.isContiguous(images)
        ? new PointwisePatches(convolution.input(), images.size(0))
        : new GatheredPatches(convolution, memory, true);
  }

  /**
   * Patches that are never kept.
   *
   * @param convolution its arrays
   * @param memory shared
   * @return the patches
   */
  static Patches unkept(Convolution convolution, SharedMemory memory) {
    return new GatheredPatches(convolution, memory, false);
  }

  /**
   * Pᵀ of the present input.
   *
   * @return [B·oH·oW, C·kH·kW], f-ordered; to be used at once
   */
  INDArray gather();

  /**
   * Pᵀ of the last {@link #gather()}, gathered again where it was not kept.
   *
   * @return as there
   */
  INDArray recall();

  /**
   * target = beta · target + alpha · (∂P/∂u)ᵀ Wᵀ e.
   *
   * @param error eᵀ, [B·oH·oW, C_out], f-ordered
   * @param weights Wᵀ, [C·kH·kW, C_out], f-ordered
   * @param target same layout as the input; beta = 0 overwrites it
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void carryBack(INDArray error, INDArray weights, Tensor target, double alpha, double beta);

  /**
   * Bytes held besides the input.
   *
   * @return the size
   */
  long bytes();
}
