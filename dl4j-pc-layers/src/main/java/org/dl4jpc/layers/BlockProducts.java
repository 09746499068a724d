// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * c_i = alpha · op(a_i) op(b_i) + beta · c_i for each channel i, where a_i, b_i and c_i are blocks
 * of as many neighbouring columns of f-ordered matrices; prepared as {@link MatrixProduct} does.
 */
final class BlockProducts {
  private final MatrixProduct[] products;
  private INDArray left;
  private INDArray right;
  private INDArray target;
  private INDArray[] lefts;
  private INDArray[] rights;
  private INDArray[] targets;

  /**
   * Chooses the form.
   *
   * @param channels number of blocks
   * @param transposeA whether op(a) = aᵀ
   * @param transposeB whether op(b) = bᵀ
   */
  BlockProducts(long channels, boolean transposeA, boolean transposeB) {
    this.products = new MatrixProduct[(int) channels];
    for (int i = 0; i < products.length; i++) {
      products[i] = new MatrixProduct(transposeA, transposeB);
    }
  }

  /**
   * Multiplies.
   *
   * @param a f-ordered and contiguous, with a multiple of the number of channels as columns
   * @param b likewise
   * @param c likewise; beta = 0 overwrites it
   * @param alpha factor of the products
   * @param beta factor of the present content
   */
  void run(INDArray a, INDArray b, INDArray c, double alpha, double beta) {
    if (a != left || b != right || c != target) {
      lefts = blocks(a);
      rights = blocks(b);
      targets = blocks(c);
      left = a;
      right = b;
      target = c;
    }
    for (int i = 0; i < products.length; i++) {
      products[i].run(lefts[i], rights[i], targets[i], alpha, beta);
    }
  }

  private INDArray[] blocks(INDArray matrix) {
    long rows = matrix.size(0);
    long columns = matrix.size(1) / products.length;
    long[] shape = {columns, rows};
    INDArray[] blocks = new INDArray[products.length];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = StridedViews.of(matrix, i * columns * rows, shape, rows, 1).transpose();
    }
    return blocks;
  }
}
