// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;
import java.util.stream.Stream;

/** All cases of {@link EveryLayerTest}, by family. */
public final class LayerCases {

  private LayerCases() {}

  /**
   * The cases.
   *
   * @return each with a network of its own
   */
  public static Stream<LayerCase> all() {
    return Stream.of(
            DenseLayerCases.cases(),
            ActivationCases.cases(),
            ConvolutionCases.cases(),
            ShapeLayerCases.cases(),
            RecurrentCases.cases(),
            SameDiffCases.cases(),
            WrapperCases.cases(),
            OutputCases.cases(),
            Dl4jFailureCases.cases())
        .flatMap(List::stream);
  }
}
