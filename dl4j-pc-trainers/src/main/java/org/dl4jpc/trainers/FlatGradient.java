// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients that know the network's own flat array.
 *
 * <p>DL4J's {@code DefaultGradient} gives a new view of that array at every call. DL4J's updater
 * then takes the gradients for those of another network and cuts views of all parameters and
 * gradients again in every iteration, which costs more than the update of a small network.
 */
final class FlatGradient extends DefaultGradient {
  private static final long serialVersionUID = 1L;

  private final transient INDArray flat;

  /**
   * Wraps the flat array.
   *
   * @param flat the network's flattened gradients
   */
  FlatGradient(INDArray flat) {
    super(flat);
    this.flat = flat;
  }

  @Override
  public INDArray gradient() {
    return flat;
  }
}
