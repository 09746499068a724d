// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.dl4jpc.layers.Block;

/** Least mean squares: the plain gradient of the energy. */
record LmsRule() implements WeightRule {

  @Override
  public void write(Block block, double scale) {
    block.gradient(scale);
  }
}
