// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;

/**
 * Training settings of vertices with parameters. DL4J's clones of such vertices, its own attention
 * vertex among them, come without updater, regularisation and gradient normalisation.
 */
final class VertexSettings {

  private VertexSettings() {}

  /**
   * Clones a configuration with all settings of its vertices.
   *
   * @param source any
   * @return an equal configuration that shares no vertex
   */
  static ComputationGraphConfiguration cloneOf(ComputationGraphConfiguration source) {
    ComputationGraphConfiguration clone = source.clone();
    source
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof SameDiffVertex from
                  && clone.getVertices().get(name) instanceof SameDiffVertex to) {
                copy(from, to);
              }
            });
    return clone;
  }

  private static void copy(SameDiffVertex from, SameDiffVertex to) {
    to.setName(from.getName());
    to.setUpdater(from.getUpdater() == null ? null : from.getUpdater().clone());
    to.setBiasUpdater(from.getBiasUpdater() == null ? null : from.getBiasUpdater().clone());
    to.setRegularization(from.getRegularization());
    to.setRegularizationBias(from.getRegularizationBias());
    to.setGradientNormalization(from.getGradientNormalization());
    to.setGradientNormalizationThreshold(from.getGradientNormalizationThreshold());
    to.setDataType(from.getDataType());
  }
}
