// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.dl4jpc.layers.Block;
import org.dl4jpc.layers.PresynapticNorm;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Normalised least mean squares: the gradient of the energy over the size of the presynaptic
 * activity.
 *
 * @param stabiliser s
 * @param form of the size where weights are shared over positions
 */
record NlmsRule(
    @JsonProperty(value = "stabiliser", required = true) double stabiliser,
    @JsonProperty(value = "form", required = true) PresynapticNorm form)
    implements WeightRule {

  @JsonCreator
  NlmsRule {
    Checks.nonNegative("stabiliser", stabiliser);
    Checks.notNull("form", form);
  }

  @Override
  public void write(Block block, double scale) {
    block.gradient(kernel -> scale / (kernel.presynapticNorm(form) + stabiliser));
  }

  @Override
  public boolean readsPresynapticNorm() {
    return true;
  }
}
