// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weights that DL4J stores in another order of dimensions than a kernel multiplies them in: a copy
 * of them in the kernel's order, and a gradient in that order that goes back into DL4J's.
 */
final class ReorderedWeights {
  private final INDArray view;
  private final INDArray gradientView;
  private final INDArray values;
  private final INDArray gradient;

  /**
   * Allocates the copies.
   *
   * @param view of DL4J's parameter, its dimensions in the kernel's order
   * @param gradientView of DL4J's gradient, likewise
   */
  ReorderedWeights(INDArray view, INDArray gradientView) {
    this.view = view;
    this.gradientView = gradientView;
    this.values = LastingMemory.allocate(() -> copy(view));
    this.gradient = LastingMemory.allocate(() -> copy(view));
  }

  private static INDArray copy(INDArray view) {
    return Nd4j.createUninitialized(view.dataType(), view.shape(), 'c');
  }

  /** Reads DL4J's parameter. */
  void read() {
    values.assign(view);
  }

  /**
   * The parameter as last read.
   *
   * @return c-ordered, the same array at every call
   */
  INDArray values() {
    return values;
  }

  /**
   * Where the kernel writes its gradient.
   *
   * @return c-ordered, the same array at every call
   */
  INDArray gradient() {
    return gradient;
  }

  /** Writes {@link #gradient()} into DL4J's view. */
  void write() {
    gradientView.assign(gradient);
  }

  /**
   * Bytes of the copies.
   *
   * @return the size
   */
  long bytes() {
    return 2 * values.length() * values.dataType().width();
  }
}
