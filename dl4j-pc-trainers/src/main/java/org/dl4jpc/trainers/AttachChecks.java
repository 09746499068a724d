// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.GraphCompiler;
import org.dl4jpc.layers.NetworkCompiler;
import org.dl4jpc.layers.NodeSettings;
import org.nd4j.linalg.api.buffer.DataType;

/** Whether a rule can train a network, before anything is changed. */
final class AttachChecks {

  private AttachChecks() {}

  static void check(MultiLayerNetwork network, LearningRule rule) {
    Checks.notNull("network", network);
    Checks.notNull("rule", rule);
    requireInitialised(network.isInitCalled(), network);
    NetworkCompiler compiler = new NetworkCompiler(network, new NodeSettings(rule.nodePlacement()));
    String name = compiler.nameOf(network.getnLayers() - 1);
    checkOutput(name, network.getOutputLayer(), rule);
    refuse(compiler.refusals());
    ChainChecks.check(network, compiler);
    FreeInputChecks.check(network, compiler, rule);
    checkClamp(name, network.getOutputLayer(), rule, compiler.hasSoftClamp());
    checkWeightRule(rule, compiler::layersWithoutPresynapticNorm);
    int nodes = compiler.nodeNames().size();
    PrecisionChecks.check(rule, compiler.nodeNames(), nodes, nodes);
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    for (int i = 0; i < network.getnLayers(); i++) {
      checkAlgorithm(compiler.nameOf(i), configuration.getConf(i));
      if (rule.updater().isEmpty()) {
        UpdaterChecks.check(compiler.nameOf(i), configuration.getConf(i).getLayer());
      }
    }
    Segments.check(
        configuration.getBackpropType(),
        configuration.getTbpttFwdLength(),
        compiler::segmentRefusals);
    checkDataType(configuration.getDataType());
  }

  static void check(ComputationGraph network, LearningRule rule) {
    Checks.notNull("network", network);
    Checks.notNull("rule", rule);
    requireInitialised(network.params() != null && network.getLayers() != null, network);
    GraphChecks.check(network);
    GraphCompiler compiler = new GraphCompiler(network, new NodeSettings(rule.nodePlacement()));
    refuse(compiler.refusals());
    FreeInputChecks.check(network, rule);
    for (int i = 0; i < network.getNumOutputArrays(); i++) {
      String name = network.getConfiguration().getNetworkOutputs().get(i);
      Layer output = network.getOutputLayer(i);
      checkOutput(name, output, rule);
      checkClamp(name, output, rule, compiler.hasSoftClamp(i));
    }
    checkWeightRule(rule, compiler::layersWithoutPresynapticNorm);
    List<String> nodes = compiler.nodeNames(false);
    PrecisionChecks.check(rule, nodes, nodes.size(), compiler.nodeNames(true).size());
    ComputationGraphConfiguration configuration = network.getConfiguration();
    for (Layer layer : network.getLayers()) {
      checkAlgorithm(layer.conf().getLayer().getLayerName(), layer.conf());
    }
    if (rule.updater().isEmpty()) {
      configuration.getVertices().forEach(UpdaterChecks::check);
    }
    Segments.check(
        configuration.getBackpropType(),
        configuration.getTbpttFwdLength(),
        compiler::segmentRefusals);
    checkDataType(configuration.getDataType());
  }

  private static void requireInitialised(boolean initialised, NeuralNetwork network) {
    if (!initialised) {
      throw new IllegalStateException("illegal network: not initialised, call init() first");
    }
    if (network.params().length() == 0) {
      throw new DL4JInvalidConfigException("illegal network: it has no parameters to train");
    }
  }

  private static void checkOutput(String name, Layer output, LearningRule rule) {
    if (!(output instanceof IOutputLayer)) {
      throw new DL4JInvalidConfigException(
          "illegal output '"
              + name
              + "': "
              + (output == null ? "a vertex" : output.getClass().getSimpleName())
              + ", must be an output layer, which has a loss");
    }
    LossChecks.check(name, output.conf().getLayer());
    boolean oneClass = output.conf().getLayer() instanceof OCNNOutputLayer;
    if (oneClass && rule.timing() != UpdateTiming.OWN_STEP) {
      throw new DL4JInvalidConfigException(
          "illegal rule for OCNNOutputLayer '"
              + name
              + "': "
              + rule
              + ", must be zil(): the layer's backpropGradient moves its window and r, and is not"
              + " the gradient of its score");
    }
  }

  private static void checkClamp(String name, Layer output, LearningRule rule, boolean softClamp) {
    if (rule.output().isSoft() && !softClamp) {
      throw new DL4JInvalidConfigException(
          "illegal output of the rule: "
              + rule.output()
              + ", must not be a soft clamp for '"
              + name
              + "', "
              + describe(output.conf().getLayer())
              + ": there is one only for OutputLayer and RnnOutputLayer with softmax and MCXENT,"
              + " sigmoid and XENT, or identity and squared error, without weights a class and"
              + " without weight noise");
    }
  }

  private static void checkWeightRule(LearningRule rule, Supplier<List<String>> withoutNorm) {
    if (rule.weightRule().readsPresynapticNorm() && !withoutNorm.get().isEmpty()) {
      throw new DL4JInvalidConfigException(
          "illegal weight rule: "
              + rule.weightRule()
              + ", must be WeightRule.lms() for the layers "
              + withoutNorm.get()
              + ": normalised least mean squares is defined for dense, convolutional, batch"
              + " normalisation, simple recurrent and LSTM layers");
    }
  }

  private static String describe(org.deeplearning4j.nn.conf.layers.Layer layer) {
    String name = layer.getClass().getSimpleName();
    return layer instanceof BaseOutputLayer output
        ? name + " with " + output.getLossFn() + " and activation " + output.getActivationFn()
        : name;
  }

  private static void refuse(Map<String, String> refusals) {
    refusals.forEach(
        (name, refusal) -> {
          throw new DL4JInvalidConfigException("illegal layer '" + name + "': " + refusal);
        });
  }

  private static void checkAlgorithm(String name, NeuralNetConfiguration conf) {
    OptimizationAlgorithm algorithm = conf.getOptimizationAlgo();
    if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
      throw new DL4JInvalidConfigException(
          "illegal optimization algorithm: "
              + algorithm
              + " of layer '"
              + name
              + "', must be STOCHASTIC_GRADIENT_DESCENT: line searches follow DL4J's score, which"
              + " a learning rule's gradient is not the gradient of");
    }
  }

  private static void checkDataType(DataType type) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new DL4JInvalidConfigException(
          "illegal data type: " + type + ", must be FLOAT or DOUBLE");
    }
  }
}
