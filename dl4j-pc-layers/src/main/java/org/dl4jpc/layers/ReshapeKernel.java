// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * z = u in another shape, both read in c order. Where u lies in memory in c order, z shares its
 * memory and nothing is copied.
 */
final class ReshapeKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final INDArray copied;
  private Tensor error;
  private Tensor errorView;

  /**
   * Binds the reshape to an input.
   *
   * @param input u, in any layout
   * @param shape of z, with as many elements
   */
  ReshapeKernel(Tensor input, long... shape) {
    this.input = input;
    boolean shared = input.isRowMajor();
    this.output =
        shared
            ? input.view('c', shape, inOrder(shape.length))
            : Tensor.allocate(input.array().dataType(), 'c', shape);
    this.copied = shared ? null : inputShaped(output).array();
  }

  private static int[] inOrder(int rank) {
    int[] dimensions = new int[rank];
    Arrays.setAll(dimensions, i -> i);
    return dimensions;
  }

  private Tensor inputShaped(Tensor tensor) {
    long[] shape = input.array().shape();
    return tensor.view('c', shape, inOrder(shape.length));
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    if (copied != null) {
      copied.assign(input.array());
    }
  }

  @Override
  public void receive(Tensor error) {
    if (this.error != error) {
      this.error = error;
      this.errorView = inputShaped(error);
    }
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    if (copied == null) {
      target.blend(alpha, errorView, beta);
    } else {
      target.blend(alpha, errorView.array(), beta);
    }
  }

  @Override
  public long bytes() {
    return copied == null ? 0 : output.bytes();
  }
}
