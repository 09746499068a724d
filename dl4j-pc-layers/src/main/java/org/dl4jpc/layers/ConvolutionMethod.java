// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/** The ways to compute a convolution's products. */
enum ConvolutionMethod {
  /** Patches by strided copies, and a matrix product. */
  PATCHES {
    @Override
    ConvolutionProducts products(Convolution convolution, UnitBias bias, SharedMemory memory) {
      return new PatchProducts(convolution, bias, memory);
    }
  },

  /** Libnd4j's own operations. */
  LIBRARY {
    @Override
    ConvolutionProducts products(Convolution convolution, UnitBias bias, SharedMemory memory) {
      return new LibraryProducts(convolution, memory);
    }
  };

  /**
   * Binds the products to their arrays.
   *
   * @param convolution the arrays
   * @param bias of its output
   * @param memory shared
   * @return the products
   */
  abstract ConvolutionProducts products(
      Convolution convolution, UnitBias bias, SharedMemory memory);
}
