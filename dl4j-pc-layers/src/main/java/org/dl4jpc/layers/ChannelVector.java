// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One number a channel.
 *
 * @param values [C]
 * @param broadcast the same memory in the form that operations with a matrix of channels take
 */
record ChannelVector(INDArray values, INDArray broadcast) {

  /**
   * Over memory that is there already.
   *
   * @param channels the layout of the matrices
   * @param values C of them, of any shape
   * @return a lasting view
   */
  static ChannelVector over(ChannelMatrix channels, INDArray values) {
    INDArray flat = Workspaces.outside(() -> values.reshape(channels.channels()));
    return new ChannelVector(flat, channels.broadcast(flat));
  }

  /**
   * Allocates one of zeros.
   *
   * @param channels the layout of the matrices
   * @param like whose type it has
   * @return a lasting vector
   */
  static ChannelVector allocate(ChannelMatrix channels, INDArray like) {
    return over(
        channels, LastingMemory.allocate(() -> Nd4j.create(like.dataType(), channels.channels())));
  }

  /**
   * this = factor · other.
   *
   * @param factor the factor
   * @param other of the same length
   */
  void set(double factor, ChannelVector other) {
    Blas.copy(other.values, values);
    Blas.scale(factor, values);
  }
}
