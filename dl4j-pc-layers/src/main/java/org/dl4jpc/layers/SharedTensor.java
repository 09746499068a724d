// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor in the buffer that the kernels of a graph share; its views are made again only where the
 * buffer or the form has become another.
 */
final class SharedTensor {
  private final SharedMemory memory;
  private INDArray buffer;
  private Tensor form;
  private Tensor tensor;

  /**
   * A tensor of no form yet.
   *
   * @param memory whose buffer
   */
  SharedTensor(SharedMemory memory) {
    this.memory = memory;
  }

  /**
   * The tensor, for the duration of a call.
   *
   * @param like whose type, shape and layout it has
   * @return its content undefined
   */
  Tensor take(Tensor like) {
    INDArray present = memory.take(like.flat().dataType(), like.flat().length());
    if (present != buffer || like != form) {
      buffer = present;
      form = like;
      tensor = Workspaces.outside(() -> like.over(present));
    }
    return tensor;
  }
}
