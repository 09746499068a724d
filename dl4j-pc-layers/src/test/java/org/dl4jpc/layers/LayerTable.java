// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@link EveryLayerTest} found, as Markdown tables. */
final class LayerTable {
  private final List<String> distances = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * Adds a network that Z-IL learned.
   *
   * @param layerCase the case
   * @param byPlacement relative distance of Z-IL from backprop
   * @param kappa κ
   */
  void addDistances(LayerCase layerCase, Map<NodePlacement, Double> byPlacement, double kappa) {
    distances.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.1e | %.1e | %.1e |",
            layerCase.covers().getSimpleName(),
            layerCase.name(),
            byPlacement.get(NodePlacement.POST_ACTIVATION),
            byPlacement.get(NodePlacement.PRE_ACTIVATION),
            kappa));
  }

  /**
   * Adds a network that DL4J cannot run.
   *
   * @param layerCase the case
   */
  void addFailure(LayerCase layerCase) {
    failures.add(
        String.format(
            "| %s | %s | DL4J fails: %s |",
            layerCase.covers().getSimpleName(), layerCase.name(), layerCase.failure().reason()));
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("| layer | case | post-activation | pre-activation | κ |");
    lines.add("| --- | --- | --- | --- | --- |");
    lines.addAll(distances);
    lines.add("");
    lines.add("| left out | case | reason |");
    lines.add("| --- | --- | --- |");
    lines.addAll(failures);
    LeftOutLayers.reasons()
        .forEach((type, why) -> lines.add("| " + type.getSimpleName() + " | | " + why + " |"));
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
