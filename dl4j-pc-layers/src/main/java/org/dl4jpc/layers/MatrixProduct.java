// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;

/**
 * c = alpha · op(a) op(b) + beta · c, prepared once for its operands and then run again and again.
 *
 * <p>{@code Nd4j.gemm} prepares a native context, with shapes and buffers, at every call, which
 * costs more than a small product itself. Inference multiplies the same arrays over and over; a
 * call with other arrays prepares again, so operands should be lasting ones.
 */
final class MatrixProduct {
  private final boolean transposeA;
  private final boolean transposeB;
  private INDArray left;
  private INDArray right;
  private INDArray target;
  private double leftFactor;
  private double targetFactor;
  private PreparedOperation operation;

  /**
   * Chooses the form.
   *
   * @param transposeA whether op(a) = aᵀ
   * @param transposeB whether op(b) = bᵀ
   */
  MatrixProduct(boolean transposeA, boolean transposeB) {
    this.transposeA = transposeA;
    this.transposeB = transposeB;
  }

  /**
   * Multiplies.
   *
   * @param a a matrix
   * @param b a matrix
   * @param c f-ordered and contiguous; beta = 0 overwrites it
   * @param alpha factor of the product
   * @param beta factor of the present content
   */
  void run(INDArray a, INDArray b, INDArray c, double alpha, double beta) {
    if (a != left || b != right || c != target) {
      prepare(a, b, c, alpha, beta);
    } else if (alpha != leftFactor || beta != targetFactor) {
      operation.setFactors(alpha, beta);
    }
    leftFactor = alpha;
    targetFactor = beta;
    operation.run();
  }

  private void prepare(INDArray a, INDArray b, INDArray c, double alpha, double beta) {
    MMulTranspose form =
        MMulTranspose.builder().transposeA(transposeA).transposeB(transposeB).build();
    operation = new PreparedOperation(new Mmul(a, b, c, alpha, beta, form));
    left = a;
    right = b;
    target = c;
  }
}
