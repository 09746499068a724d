// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.records.History;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Trains a plain SameDiff graph by a learning rule. The user names the variables that are value
 * nodes; predictions are what the graph computes between them.
 *
 * <pre>{@code
 * PcSameDiff.of(graph, LearningRule.il(), "hidden1", "hidden2").fit(trainIterator, 10);
 * }</pre>
 *
 * <p>F = λ Σ ℒ + Σ ½ π_l ‖x_l − μ_l‖², μ_l being the variable as the graph computes it from the
 * nodes and placeholders below. A node may be read by any number of others, which gives it the sum
 * of their feedback; what reads a value both from a node and past it is predicted from both.
 * Feedback Jᵀε̃ and weight gradient (∂μ/∂θ)ᵀε̃ are SameDiff's own gradients of ε̃ᵀμ.
 *
 * <p>All else is as in {@code SameDiff.fit}: the training configuration maps data to placeholders
 * and has updater and regularisation, the updaters' state and the iteration and epoch counts are
 * the graph's own, so that the two may take turns and {@code SameDiff.save} saves what it always
 * does. Random operations, such as dropout, draw once a minibatch. The rule's node placement has no
 * meaning here.
 *
 * <p>Not for several threads at once, no more than {@code SameDiff.fit} is.
 */
public final class PcSameDiff {
  private final SameDiff graph;
  private final SameDiffLearner learner;

  private PcSameDiff(SameDiff graph, SameDiffLearner learner) {
    this.graph = graph;
    this.learner = learner;
  }

  /**
   * Attaches a rule to a graph whose losses are means over the samples.
   *
   * @param graph with a training configuration; it stays as it is until {@code fit}
   * @param rule to train by
   * @param valueNodes names of variables that operations compute, on the way from data to a loss
   * @return the trainer
   * @throws IllegalArgumentException if the rule cannot train the graph, a name is not that of a
   *     variable that can be a value node, or a placeholder that the losses depend on gets no data
   *     from the training configuration's data set mapping, with the reason
   * @throws IllegalStateException if the graph has no training configuration
   */
  public static PcSameDiff of(SameDiff graph, LearningRule rule, String... valueNodes) {
    return of(graph, rule, LossReduction.MEAN, valueNodes);
  }

  /**
   * Attaches a rule to a graph.
   *
   * @param graph with a training configuration; it stays as it is until {@code fit}
   * @param rule to train by: any but those with a soft clamp, normalised least mean squares or an
   *     updater of their own
   * @param reduction what the loss variables are over the samples
   * @param valueNodes names of variables that operations compute, on the way from data to a loss
   * @return the trainer
   * @throws IllegalArgumentException if the rule cannot train the graph, a name is not that of a
   *     variable that can be a value node, or a placeholder that the losses depend on gets no data
   *     from the training configuration's data set mapping, with the reason
   * @throws IllegalStateException if the graph has no training configuration
   */
  public static PcSameDiff of(
      SameDiff graph, LearningRule rule, LossReduction reduction, String... valueNodes) {
    SameDiffChecks.check(graph, rule);
    Checks.notNull("loss reduction", reduction);
    List<String> nodes = Arrays.asList(Checks.notNull("value nodes", valueNodes));
    return new PcSameDiff(graph, new SameDiffLearner(graph, rule, reduction, nodes));
  }

  /**
   * Trains for some epochs.
   *
   * @param iterator of minibatches
   * @param epochs at least 1
   * @param listeners besides the graph's own
   * @return as {@code SameDiff.fit} returns it
   * @throws IllegalArgumentException if there is no iterator, it is empty, a minibatch does not fit
   *     the placeholders, or epochs &lt; 1
   * @throws org.deeplearning4j.exception.DL4JInvalidInputException if numbers are not finite
   * @throws InferenceDivergedException if inference diverged; parameters are those of the last
   *     completed iteration
   */
  public History fit(MultiDataSetIterator iterator, int epochs, Listener... listeners) {
    Checks.notNull("iterator", iterator);
    Checks.atLeastOne("epochs", epochs);
    if (epochs > 1 && !iterator.resetSupported()) {
      throw Checks.illegal("iterator", "one that cannot be reset", "resettable for several epochs");
    }
    return fitting(listeners).epochs(iterator, epochs);
  }

  /**
   * Trains for some epochs.
   *
   * @param iterator of minibatches
   * @param epochs at least 1
   * @param listeners besides the graph's own
   * @return as {@code SameDiff.fit} returns it
   * @throws IllegalArgumentException as {@link #fit(MultiDataSetIterator, int, Listener...)}
   */
  public History fit(DataSetIterator iterator, int epochs, Listener... listeners) {
    Checks.notNull("iterator", iterator);
    return fit(new MultiDataSetIteratorAdapter(iterator), epochs, listeners);
  }

  /**
   * Trains for one iteration, which is no epoch.
   *
   * @param batch a minibatch
   * @param listeners besides the graph's own
   * @return as {@code SameDiff.fit} returns it
   * @throws IllegalArgumentException if it does not fit the placeholders
   */
  public History fit(MultiDataSet batch, Listener... listeners) {
    return fitting(listeners).once(Checks.notNull("batch", batch));
  }

  /**
   * Trains for one iteration, which is no epoch.
   *
   * @param batch a minibatch
   * @param listeners besides the graph's own
   * @return as {@code SameDiff.fit} returns it
   * @throws IllegalArgumentException if it does not fit the placeholders
   */
  public History fit(DataSet batch, Listener... listeners) {
    return fit(Checks.notNull("batch", batch).toMultiDataSet(), listeners);
  }

  private SameDiffFit fitting(Listener... listeners) {
    return new SameDiffFit(graph, learner, List.of(Checks.notNull("listeners", listeners)));
  }

  /**
   * The rule's gradient of a minibatch, in place of {@code SameDiff.calculateGradients}, without
   * regularisation. Parameters stay as they are.
   *
   * @param batch a minibatch
   * @return by parameter, as the updater is to see it: for {@link LossReduction#MEAN} a mean over
   *     the samples
   * @throws IllegalArgumentException if it does not fit the placeholders
   * @throws IllegalStateException if the rule changes weights after every inference step
   */
  public Map<String, INDArray> gradient(MultiDataSet batch) {
    PredictiveCoding.requireOneGradient(learner.rule());
    return learner.gradient(batch);
  }

  /**
   * One inference phase, without learning.
   *
   * @param batch a minibatch
   * @return values, predictions and errors of the nodes, energies a step, and why it stopped; its
   *     outputs are the values of the loss variables
   * @throws IllegalArgumentException if it does not fit the placeholders
   */
  public InferenceResult infer(MultiDataSet batch) {
    return learner.infer(batch);
  }

  /**
   * The value nodes.
   *
   * @return their names in topological order, the order of {@link LearningRule#precision()}
   */
  public List<String> valueNodes() {
    return learner.nodes();
  }
}
