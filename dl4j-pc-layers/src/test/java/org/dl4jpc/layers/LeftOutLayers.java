// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BaseUpsamplingLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * Configuration classes that have no case in {@link LayerCases}, and why. Classes that DL4J itself
 * cannot run do have a case, which asserts DL4J's error.
 */
final class LeftOutLayers {
  private static final Map<Class<?>, String> REASONS = new LinkedHashMap<>();

  static {
    REASONS.put(Layer.class, "abstract: the root of all layers");
    REASONS.put(NoParamLayer.class, "abstract: layers without parameters");
    REASONS.put(BaseLayer.class, "abstract: layers with an activation");
    REASONS.put(FeedForwardLayer.class, "abstract: layers with nIn and nOut");
    REASONS.put(BasePretrainNetwork.class, "abstract: AutoEncoder, VariationalAutoencoder");
    REASONS.put(BaseRecurrentLayer.class, "abstract: recurrent layers");
    REASONS.put(AbstractLSTM.class, "abstract: LSTM and GravesLSTM");
    REASONS.put(BaseOutputLayer.class, "abstract: output layers");
    REASONS.put(BaseUpsamplingLayer.class, "abstract: Upsampling1D, 2D, 3D");
    REASONS.put(BaseWrapperLayer.class, "abstract: LastTimeStep and other wrappers");
    REASONS.put(AbstractSameDiffLayer.class, "abstract: layers defined by SameDiff");
    REASONS.put(SameDiffVertex.class, "a vertex: only in a ComputationGraph");
    REASONS.put(SameDiffLambdaVertex.class, "a vertex: only in a ComputationGraph");
  }

  private LeftOutLayers() {}

  /**
   * The reasons.
   *
   * @return by configuration class
   */
  static Map<Class<?>, String> reasons() {
    return REASONS;
  }
}
