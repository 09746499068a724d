// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.IUpdater;

/** Puts the updater that a rule brings in place of the configuration's. */
final class ConfiguredUpdater {

  private ConfiguredUpdater() {}

  static void set(MultiLayerConfiguration configuration, IUpdater updater) {
    for (NeuralNetConfiguration conf : configuration.getConfs()) {
      set(conf.getLayer(), updater);
    }
  }

  static void set(ComputationGraphConfiguration configuration, IUpdater updater) {
    for (GraphVertex vertex : configuration.getVertices().values()) {
      if (vertex instanceof LayerVertex layer) {
        set(layer.getLayerConf().getLayer(), updater);
      } else if (vertex instanceof SameDiffVertex sameDiff) {
        sameDiff.setUpdater(updater.clone());
        sameDiff.setBiasUpdater(null);
      }
    }
  }

  private static void set(Layer layer, IUpdater updater) {
    if (layer instanceof BaseLayer base) {
      base.setIUpdater(copyFor(base, updater));
      base.setBiasUpdater(null);
    } else if (layer instanceof AbstractSameDiffLayer sameDiff) {
      sameDiff.setUpdater(updater.clone());
      sameDiff.setBiasUpdater(null);
    } else if (layer instanceof BaseWrapperLayer wrapper) {
      wrapper.setUnderlying(copyWith(wrapper.getUnderlying(), updater));
    } else if (layer instanceof Bidirectional both) {
      both.setFwd(copyWith(both.getFwd(), updater));
      both.setBwd(copyWith(both.getBwd(), updater));
    }
  }

  /** MQ's longest memory is another one for convolutions. */
  private static IUpdater copyFor(BaseLayer layer, IUpdater updater) {
    return updater instanceof MatrixUpdateEqualization mq
        ? mq.withDefaultRhoMax(
            layer instanceof ConvolutionLayer
                ? MatrixUpdateEqualization.CONVOLUTION_RHO_MAX
                : MatrixUpdateEqualization.DENSE_RHO_MAX)
        : updater.clone();
  }

  /** DL4J's clone of a wrapper shares the wrapped layer with the user's configuration. */
  private static Layer copyWith(Layer wrapped, IUpdater updater) {
    Layer copy = wrapped.clone();
    set(copy, updater);
    return copy;
  }
}
