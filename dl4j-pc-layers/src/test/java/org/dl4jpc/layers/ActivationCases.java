// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;

/** Every activation function: as a layer, in a dense layer, and on images. */
final class ActivationCases {

  private ActivationCases() {}

  static List<LayerCase> cases() {
    List<LayerCase> cases = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      String name = activation.name().toLowerCase(Locale.ROOT);
      ActivationLayer layer = new ActivationLayer(activation);
      cases.add(
          Chains.rows(ActivationLayer.class, name, around(Activation.IDENTITY), layer)
              .doubleByDefault());
      cases.add(Chains.rows(DenseLayer.class, name, around(activation)).doubleByDefault());
    }
    for (Activation activation : List.of(Activation.SOFTMAX, Activation.RRELU, Activation.SWISH)) {
      cases.add(
          Chains.image(
                  ActivationLayer.class,
                  activation.name().toLowerCase(Locale.ROOT) + " on images",
                  new ActivationLayer(activation))
              .doubleByDefault());
    }
    return cases;
  }

  /** Pre-activations on both sides of 0 and of 1, where the kinks are. */
  private static DenseLayer around(Activation activation) {
    return new DenseLayer.Builder().nOut(6).activation(activation).biasInit(0.7).build();
  }
}
