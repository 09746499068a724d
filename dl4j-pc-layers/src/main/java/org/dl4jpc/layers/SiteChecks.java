// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** What of a layer can be refused before there are data. */
final class SiteChecks {

  private SiteChecks() {}

  /**
   * Why a layer cannot be trained, by any rule.
   *
   * @param site the layer
   * @param configured its configuration as the network has it, with all wrappers
   * @return what it is, what it must be, and the reason; empty if it can
   */
  static Optional<String> refusal(LayerSite site, Layer configured) {
    Optional<String> limit = Dl4jLimits.of(configured);
    if (limit.isPresent()) {
      return limit;
    }
    if (!site.hasNode()) {
      return configured instanceof PcLayer layer && isPreciseWithoutNode(layer, site)
          ? Optional.of(
              "a precision without a value node, must have a node (PcLayer's withNode) or no"
                  + " precision: it is the node's error that a precision weighs")
          : Optional.empty();
    }
    OptionalLong units = units(configured);
    int values = site.precision().values();
    return units.isEmpty() || values == 1 || values == units.getAsLong()
        ? Optional.empty()
        : Optional.of(precisionMisfit(values, units.getAsLong()));
  }

  /** Whether there is no node even where the layer is not frozen. */
  private static boolean isPreciseWithoutNode(PcLayer layer, LayerSite site) {
    boolean byDefault =
        site.layer().numParams() > 0 && !(layer.getUnderlying() instanceof BatchNormalization);
    return !layer.hasNode().orElse(byDefault) && !layer.nodePrecision().equals(Precision.one());
  }

  /**
   * What to say of a precision a unit that does not fit.
   *
   * @param values number of values
   * @param units of the node
   * @return the end of a message that names the layer
   */
  static String precisionMisfit(int values, long units) {
    return "a precision of "
        + values
        + " values, must be one value, or "
        + units
        + " as its node has units (features or channels)";
  }

  /** Units of a layer's output, where they do not depend on the layer below. */
  private static OptionalLong units(Layer layer) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      return units(wrapper.getUnderlying());
    }
    if (layer instanceof Bidirectional both) {
      OptionalLong one = units(both.getFwd());
      boolean joined = both.getMode() == Bidirectional.Mode.CONCAT;
      return joined && one.isPresent() ? OptionalLong.of(2 * one.getAsLong()) : one;
    }
    return layer instanceof FeedForwardLayer own && own.getNOut() > 0
        ? OptionalLong.of(own.getNOut())
        : OptionalLong.empty();
  }
}
