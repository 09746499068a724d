// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Attaches learning rules to existing DL4J networks, and looks into what they do.
 *
 * <p>An attached network is a DL4J network: pass it wherever DL4J wants one that it will call
 * {@code fit()} on. It has a clone of the configuration, and shares the parameter array, the
 * gradient views, the iteration and epoch counts and, unless the rule brings an updater of its own,
 * the updater's state with the user's network; its score becomes the user's network's too. The
 * user's own network object still trains by backpropagation if <em>its</em> {@code fit} is called,
 * and the two may take turns.
 *
 * <p>The rule travels with the attached network: with its clones, its files and its configuration's
 * JSON and YAML. But only {@link #restore} and {@link #attach} make a network that trains by it.
 * One that DL4J builds from the configuration or reads from the file is plain; it trains by
 * backpropagation, unless it is given the attached network's listeners, among which a guard then
 * throws before any parameter changes.
 */
public final class PredictiveCoding {

  private PredictiveCoding() {}

  /**
   * Attaches a rule to a network.
   *
   * @param network initialised, ending in an output layer; its configuration stays unchanged
   * @param rule to train by
   * @return a network over the same parameters that trains by the rule
   * @throws IllegalArgumentException if an argument is null
   * @throws IllegalStateException if the network is not initialised
   * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the rule cannot train it,
   *     with the reason
   */
  public static MultiLayerNetwork attach(MultiLayerNetwork network, LearningRule rule) {
    AttachChecks.check(network, rule);
    return PcMultiLayerNetwork.of(network, rule);
  }

  /**
   * Attaches a rule to a network of any number of inputs and outputs.
   *
   * @param network initialised, all its outputs output layers; its configuration stays unchanged
   * @param rule to train by
   * @return a network over the same parameters that trains by the rule
   * @throws IllegalArgumentException if an argument is null
   * @throws IllegalStateException if the network is not initialised
   * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the rule cannot train it,
   *     with the reason
   */
  public static ComputationGraph attach(ComputationGraph network, LearningRule rule) {
    AttachChecks.check(network, rule);
    return PcComputationGraph.of(network, rule);
  }

  /**
   * Whether a model trains by a learning rule.
   *
   * @param model any
   * @return true if it came from {@link #attach}
   */
  public static boolean isAttached(Model model) {
    return model instanceof AttachedNetwork;
  }

  /**
   * The rule that a network trains by.
   *
   * @param attached from {@link #attach}
   * @return the rule
   * @throws IllegalArgumentException if the model is not attached
   */
  public static LearningRule ruleOf(Model attached) {
    if (attached instanceof AttachedNetwork network) {
      return network.learningRule();
    }
    throw Checks.illegal("model", describe(attached), "attached to a learning rule");
  }

  private static String describe(Model model) {
    return model == null ? "null" : model.getClass().getSimpleName();
  }

  /**
   * A plain DL4J network over the attached network's parameters and updater state, which trains by
   * backpropagation, with the rule's updater if it brings one. It has counts of its own.
   *
   * @param attached from {@link #attach}
   * @return a network without a rule
   * @throws IllegalArgumentException if the network is not attached
   */
  public static MultiLayerNetwork detach(MultiLayerNetwork attached) {
    return Detaching.detach(pc(attached));
  }

  /**
   * The same for a graph.
   *
   * @param attached from {@link #attach}
   * @return a network without a rule
   * @throws IllegalArgumentException if the network is not attached
   */
  public static ComputationGraph detach(ComputationGraph attached) {
    return Detaching.detach(pc(attached));
  }

  /**
   * One inference phase in train mode, without learning. The network's noise is drawn as in
   * training, its parameters are untouched.
   *
   * @param attached from {@link #attach}
   * @param data a minibatch with labels
   * @return the state of all nodes and the energies on the way; a divergence is a stop reason, not
   *     an error
   * @throws IllegalArgumentException if the network is not attached, or there are no data
   * @throws org.deeplearning4j.exception.DL4JInvalidInputException if the data are not finite or do
   *     not fit the network
   */
  public static InferenceResult infer(MultiLayerNetwork attached, DataSet data) {
    PcMultiLayerNetwork network = pc(attached);
    Checks.notNull("data", data);
    return network.presenting(data, batch -> network.engine().infer(batch));
  }

  /**
   * The same for a minibatch of one input and one output.
   *
   * @param attached from {@link #attach}
   * @param data a minibatch with labels
   * @return see {@link #infer(MultiLayerNetwork, DataSet)}
   * @throws IllegalArgumentException if there are several inputs or outputs
   */
  public static InferenceResult infer(MultiLayerNetwork attached, MultiDataSet data) {
    return infer(attached, single(data));
  }

  /**
   * The same for a graph.
   *
   * @param attached from {@link #attach}
   * @param data a minibatch with labels
   * @return see {@link #infer(MultiLayerNetwork, DataSet)}
   */
  public static InferenceResult infer(ComputationGraph attached, MultiDataSet data) {
    PcComputationGraph network = pc(attached);
    Checks.notNull("data", data);
    return network.presenting(data, batch -> network.engine().infer(batch));
  }

  /**
   * The same for a graph of one input and one output.
   *
   * @param attached from {@link #attach}
   * @param data a minibatch with labels
   * @return see {@link #infer(MultiLayerNetwork, DataSet)}
   */
  public static InferenceResult infer(ComputationGraph attached, DataSet data) {
    return infer(attached, multi(Checks.notNull("data", data)));
  }

  /**
   * The weight gradient of a minibatch: +∂F/∂θ as the rule takes it, summed over the batch as
   * DL4J's own {@code gradient()} is, without regularisation. Parameters and updater state are
   * untouched; the networks' score becomes that of the minibatch.
   *
   * @param attached from {@link #attach}
   * @param data a minibatch with labels
   * @return copies, by DL4J's parameter names
   * @throws IllegalArgumentException if the network is not attached, or there are no data
   * @throws org.deeplearning4j.exception.DL4JInvalidInputException if the data are not finite or do
   *     not fit the network
   * @throws InferenceDivergedException if inference diverged
   * @throws IllegalStateException if the rule changes weights after every inference step
   */
  public static Gradient gradient(MultiLayerNetwork attached, DataSet data) {
    PcMultiLayerNetwork network = pc(attached);
    Checks.notNull("data", data);
    requireOneGradient(network.learningRule());
    return network.presenting(
        data,
        batch -> {
          network.computeGradientAndScore();
          return copy(network.gradient(), network.getFlattenedGradients());
        });
  }

  /**
   * The same for a minibatch of one input and one output.
   *
   * @param attached from {@link #attach}
   * @param data a minibatch with labels
   * @return see {@link #gradient(MultiLayerNetwork, DataSet)}
   * @throws IllegalArgumentException if there are several inputs or outputs
   */
  public static Gradient gradient(MultiLayerNetwork attached, MultiDataSet data) {
    return gradient(attached, single(data));
  }

  private static DataSet single(MultiDataSet data) {
    Checks.notNull("data", data);
    if (data.numFeatureArrays() != 1 || data.numLabelsArrays() != 1) {
      throw Checks.illegal(
          "data",
          data.numFeatureArrays() + " features and " + data.numLabelsArrays() + " labels",
          "one array each for a MultiLayerNetwork");
    }
    return new org.nd4j.linalg.dataset.DataSet(
        data.getFeatures(0), data.getLabels(0), mask(data, true), mask(data, false));
  }

  private static INDArray mask(MultiDataSet data, boolean ofFeatures) {
    INDArray[] masks = ofFeatures ? data.getFeaturesMaskArrays() : data.getLabelsMaskArrays();
    return masks == null ? null : masks[0];
  }

  private static MultiDataSet multi(DataSet data) {
    return new org.nd4j.linalg.dataset.MultiDataSet(
        one(data.getFeatures()),
        one(data.getLabels()),
        one(data.getFeaturesMaskArray()),
        one(data.getLabelsMaskArray()));
  }

  private static INDArray[] one(INDArray array) {
    return array == null ? null : new INDArray[] {array};
  }

  static void requireOneGradient(LearningRule rule) {
    if (rule.timing().isEveryStep()) {
      throw new IllegalStateException(
          "illegal rule for a gradient: "
              + rule
              + " changes weights after every inference step, so no one gradient of the minibatch"
              + " exists");
    }
  }

  /**
   * The same for a graph.
   *
   * @param attached from {@link #attach}
   * @param data a minibatch with labels
   * @return see {@link #gradient(MultiLayerNetwork, DataSet)}
   */
  public static Gradient gradient(ComputationGraph attached, MultiDataSet data) {
    PcComputationGraph network = pc(attached);
    Checks.notNull("data", data);
    requireOneGradient(network.learningRule());
    return network.presenting(
        data,
        batch -> {
          network.computeGradientAndScore();
          return copy(network.gradient(), network.flatGradients());
        });
  }

  /**
   * The same for a graph of one input and one output.
   *
   * @param attached from {@link #attach}
   * @param data a minibatch with labels
   * @return see {@link #gradient(MultiLayerNetwork, DataSet)}
   */
  public static Gradient gradient(ComputationGraph attached, DataSet data) {
    return gradient(attached, multi(Checks.notNull("data", data)));
  }

  private static Gradient copy(Gradient gradient, INDArray flat) {
    Gradient copy = new DefaultGradient(flat.dup());
    gradient
        .gradientForVariable()
        .forEach((name, view) -> copy.setGradientFor(name, view.dup(view.ordering())));
    return copy;
  }

  /**
   * Saves an attached network with its rule and updater state. Plain DL4J can open the file too,
   * and ignores the rule, as long as no class of this library stands in the configuration itself.
   *
   * @param attached from {@link #attach}
   * @param file to write
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if the network is not attached
   */
  public static void save(MultiLayerNetwork attached, File file) throws IOException {
    ModelSerializer.writeModel(pc(attached), Checks.notNull("file", file), true);
  }

  /**
   * The same for a graph.
   *
   * @param attached from {@link #attach}
   * @param file to write
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if the network is not attached
   */
  public static void save(ComputationGraph attached, File file) throws IOException {
    ModelSerializer.writeModel(pc(attached), Checks.notNull("file", file), true);
  }

  /**
   * Restores a network that was saved by {@link #save}, by DL4J's {@code ModelSerializer} or by one
   * of its savers, attached to its rule. Training goes on bit for bit: updater state and counts are
   * restored, and the calling thread's random generator of ND4J, from which dropout and other noise
   * is drawn, is set to its state of when the file was written. The order of the data is the
   * caller's own.
   *
   * @param file to read
   * @return the attached network, with its updater state
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if the file holds no rule, or a graph
   */
  public static MultiLayerNetwork restore(File file) throws IOException {
    return ModelFiles.network(file);
  }

  /**
   * The same for a graph.
   *
   * @param file to read
   * @return the attached network, with its updater state
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if the file holds no rule, or no graph
   */
  public static ComputationGraph restoreGraph(File file) throws IOException {
    return ModelFiles.graph(file);
  }

  private static PcComputationGraph pc(ComputationGraph network) {
    if (network instanceof PcComputationGraph attached) {
      return attached;
    }
    throw Checks.illegal("network", describe(network), "attached to a learning rule");
  }

  private static PcMultiLayerNetwork pc(MultiLayerNetwork network) {
    if (network instanceof PcMultiLayerNetwork attached) {
      return attached;
    }
    throw Checks.illegal("network", describe(network), "attached to a learning rule");
  }
}
