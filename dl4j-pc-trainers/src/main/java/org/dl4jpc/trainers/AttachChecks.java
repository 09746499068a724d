// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NetworkCompiler;
import org.dl4jpc.layers.NodeSettings;
import org.nd4j.linalg.api.buffer.DataType;

/** Whether a rule can train a network, before anything is changed. */
final class AttachChecks {

  private AttachChecks() {}

  static void check(MultiLayerNetwork network, LearningRule rule) {
    Checks.notNull("network", network);
    Checks.notNull("rule", rule);
    if (!network.isInitCalled()) {
      throw new IllegalStateException("illegal network: not initialised, call init() first");
    }
    if (network.numParams() == 0) {
      throw new DL4JInvalidConfigException("illegal network: it has no parameters to train");
    }
    checkOutput(network, rule);
    checkParts(network, rule);
    checkConfiguration(network);
  }

  private static void checkOutput(MultiLayerNetwork network, LearningRule rule) {
    if (!(network.getOutputLayer() instanceof IOutputLayer)) {
      throw new DL4JInvalidConfigException(
          "illegal network: its last layer is "
              + network.getOutputLayer().getClass().getSimpleName()
              + ", must be an output layer, which has a loss");
    }
    boolean oneClass = network.getOutputLayer().conf().getLayer() instanceof OCNNOutputLayer;
    if (oneClass && rule.timing() != UpdateTiming.OWN_STEP) {
      throw new DL4JInvalidConfigException(
          "illegal rule for OCNNOutputLayer: "
              + rule
              + ", must be zil(): the layer's backpropGradient moves its window and r, and is not"
              + " the gradient of its score");
    }
  }

  private static void checkParts(MultiLayerNetwork network, LearningRule rule) {
    NetworkCompiler compiler = new NetworkCompiler(network, new NodeSettings(rule.nodePlacement()));
    if (rule.output().isSoft() && !compiler.hasSoftClamp()) {
      throw new DL4JInvalidConfigException(
          "illegal output of the rule: "
              + rule.output()
              + ", must not be a soft clamp for "
              + describe(network.getOutputLayer().conf().getLayer())
              + ": there is one only for OutputLayer and RnnOutputLayer with softmax and MCXENT,"
              + " sigmoid and XENT, or identity and squared error, without weights a class and"
              + " without weight noise");
    }
    if (rule.weightRule().readsPresynapticNorm()) {
      List<String> without = compiler.layersWithoutPresynapticNorm();
      if (!without.isEmpty()) {
        throw new DL4JInvalidConfigException(
            "illegal weight rule: "
                + rule.weightRule()
                + ", must be WeightRule.lms() for the layers "
                + without
                + ": normalised least mean squares is defined for dense, convolutional and simple"
                + " recurrent layers");
      }
    }
  }

  private static void checkUpdaters(NeuralNetConfiguration conf) {
    if (conf.getLayer() instanceof BaseLayer layer
        && layer.getIUpdater() instanceof MatrixUpdateEqualization
        && layer.getBiasUpdater() != null) {
      throw new DL4JInvalidConfigException(
          "illegal bias updater of layer '"
              + layer.getLayerName()
              + "': "
              + layer.getBiasUpdater()
              + ", must be absent: MatrixUpdateEqualization has one step size for a layer's weights"
              + " and biases");
    }
  }

  private static String describe(Layer layer) {
    String name = layer.getClass().getSimpleName();
    return layer instanceof BaseOutputLayer output
        ? name + " with " + output.getLossFn() + " and activation " + output.getActivationFn()
        : name;
  }

  private static void checkConfiguration(MultiLayerNetwork network) {
    for (NeuralNetConfiguration conf : network.getLayerWiseConfigurations().getConfs()) {
      OptimizationAlgorithm algorithm = conf.getOptimizationAlgo();
      if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
        throw new DL4JInvalidConfigException(
            "illegal optimization algorithm: "
                + algorithm
                + ", must be STOCHASTIC_GRADIENT_DESCENT: line searches follow DL4J's score, which"
                + " a learning rule's gradient is not the gradient of");
      }
      checkUpdaters(conf);
    }
    if (network.getLayerWiseConfigurations().getBackpropType() == BackpropType.TruncatedBPTT) {
      throw new DL4JInvalidConfigException(
          "illegal backprop type: TruncatedBPTT, must be Standard: state carried from one segment"
              + " to the next is not supported");
    }
    DataType type = network.getLayerWiseConfigurations().getDataType();
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new DL4JInvalidConfigException(
          "illegal data type: " + type + ", must be FLOAT or DOUBLE");
    }
  }
}
