// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.GraphCompiler;
import org.dl4jpc.layers.NodeSettings;
import org.dl4jpc.layers.Workspaces;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A {@code ComputationGraph} whose gradients come from a learning rule. All else, from iterators
 * and updaters to listeners and evaluation, is DL4J's own.
 *
 * <p>Made by {@link PredictiveCoding#attach(ComputationGraph, LearningRule)}; public only because
 * DL4J reflects on it.
 */
@SuppressWarnings("overrides") // DL4J's class defines equals without hashCode
public final class PcComputationGraph extends ComputationGraph implements AttachedNetwork {
  private static final long serialVersionUID = 1L;

  private final transient LearningRule rule;
  private final transient Learner learner;
  private final transient ComputationGraph source;
  private transient INDArray[] targets = new INDArray[0];

  private PcComputationGraph(
      PcComputationGraphConfiguration configuration, ComputationGraph source) {
    super(configuration);
    configuration.attached();
    this.rule = configuration.rule();
    this.source = source;
    NodeSettings settings = new NodeSettings(rule.nodePlacement());
    this.learner =
        new Learner(
            rule,
            batch -> compile(new GraphCompiler(this, settings), batch),
            this,
            new SolverUpdates());
  }

  /**
   * Attaches: shares parameters, updater state and listeners with a network.
   *
   * @param source checked
   * @param rule to train by
   * @return the attached network
   */
  static PcComputationGraph of(ComputationGraph source, LearningRule rule) {
    PcComputationGraphConfiguration configuration =
        new PcComputationGraphConfiguration(source.getConfiguration(), rule);
    rule.updater().ifPresent(updater -> ConfiguredUpdater.set(configuration, updater));
    boolean continues = rule.updater().isEmpty();
    return over(source, configuration, continues ? source.updaterState() : null);
  }

  /**
   * Attaches again: the configuration has the rule's updater already, and the updater its state.
   *
   * @param saved read from what an attached network has written
   * @param rule that was written with it
   * @return the attached network
   */
  static PcComputationGraph restored(ComputationGraph saved, LearningRule rule) {
    AttachChecks.check(saved, rule);
    PcComputationGraphConfiguration configuration =
        new PcComputationGraphConfiguration(saved.getConfiguration(), rule);
    return over(saved, configuration, saved.updaterState());
  }

  private static PcComputationGraph over(
      ComputationGraph source,
      PcComputationGraphConfiguration configuration,
      INDArray updaterState) {
    PcComputationGraph network = new PcComputationGraph(configuration, source);
    network.init(source.params(), false);
    network.setUpdater(new PcComputationGraphUpdater(network, updaterState));
    network.setScore(source.score());
    network.setListeners(source.getListeners());
    return network;
  }

  private BlockGraph compile(GraphCompiler compiler, PcEngine.Minibatch batch) {
    try {
      return compiler.compile(batch.features());
    } catch (RuntimeException e) {
      InputChecks.requireFit(this, batch.features().toArray(INDArray[]::new));
      throw e;
    }
  }

  @Override
  public void init(INDArray parameters, boolean clone) {
    super.init(parameters, clone);
    for (Layer layer : getLayers()) {
      layer.allowInputModification(false);
    }
  }

  /** Once only: kernels and updater hold views. */
  @Override
  public void initGradientsView() {
    if (flattenedGradients == null) {
      super.initGradientsView();
    }
  }

  /**
   * The flattened gradients.
   *
   * @return rank 1, the same view at every call; null without parameters
   */
  INDArray flatGradients() {
    initGradientsView();
    return learner.flat(flattenedGradients);
  }

  @Override
  public LearningRule learningRule() {
    return rule;
  }

  PcEngine engine() {
    return learner.engine();
  }

  PcComputationGraphConfiguration configuration() {
    return (PcComputationGraphConfiguration) configuration;
  }

  @Override
  public void setLabels(INDArray... labels) {
    super.setLabels(labels);
    targets = labels == null ? new INDArray[0] : labels.clone();
  }

  @Override
  public void setLabel(int output, INDArray label) {
    super.setLabel(output, label);
    targets = Arrays.copyOf(targets, Math.max(targets.length, output + 1));
    targets[output] = label;
  }

  @Override
  public void computeGradientAndScore(LayerWorkspaceMgr workspaces) {
    computeGradientAndScore();
  }

  /**
   * Inference and weight gradients of the minibatch set last, in place of DL4J's backpropagation.
   * The score is DL4J's: loss and regularisation at the feed-forward output.
   */
  @Override
  public void computeGradientAndScore() {
    PcEngine.Minibatch batch = InputChecks.check(this, getInputs(), targets);
    synchronizeIterEpochCounts();
    flatGradients();
    Outcome outcome = learner.learn(batch, getListeners(), this::reportActivations);
    gradient = learner.gradient(batch);
    if (configuration.getBackpropType() == BackpropType.TruncatedBPTT) {
      engine().graph(batch.shape()).carryStates();
    }
    setScore(
        ScoreMean.of(
            getOutputLayer(0),
            outcome.loss(),
            RegularizationScore.of(getLayers()),
            batch.labels().get(0).size(0)));
    getListeners().forEach(listener -> listener.onBackwardPass(this));
    for (Layer layer : getLayers()) {
      layer.clearNoiseWeightParams();
    }
  }

  /** Listeners hear of the feed-forward pass, as in DL4J; the guard alone needs no activations. */
  private void reportActivations(BlockGraph graph, int step) {
    if (step > 0 || getListeners().size() == 1) {
      return;
    }
    Map<String, INDArray> activations = new LinkedHashMap<>();
    List<String> names = configuration.getNetworkInputs();
    for (int i = 0; i < names.size(); i++) {
      activations.put(names.get(i), getInput(i));
    }
    graph.activations().forEach((name, tensor) -> activations.put(name, tensor.array()));
    Workspaces.outside(
        () -> {
          getListeners().forEach(listener -> listener.onForwardPass(this, activations));
          return activations;
        });
  }

  /**
   * Fits a minibatch in segments; the state of recurrent layers that each starts from is that of
   * the feed-forward pass of the one before. Features and labels that are not sequences are the
   * same in all segments.
   *
   * @throws org.deeplearning4j.exception.DL4JInvalidInputException if sequences are not of the same
   *     length
   */
  @Override
  protected void doTruncatedBPTT(
      INDArray[] features,
      INDArray[] labels,
      INDArray[] featureMasks,
      INDArray[] labelMasks,
      LayerWorkspaceMgr workspaces) {
    Segments.check(features, labels, featureMasks, labelMasks);
    try {
      super.doTruncatedBPTT(features, labels, featureMasks, labelMasks, workspaces);
    } catch (RuntimeException e) {
      rnnClearPreviousState();
      throw e;
    }
  }

  @Override
  public void rnnClearPreviousState() {
    if (getLayers() != null) {
      Segments.clearStates(getLayers());
    }
  }

  /**
   * Runs something on a minibatch, with its masks set.
   *
   * @param data the minibatch
   * @param work what to run
   * @param <T> its result
   * @return its result
   */
  <T> T presenting(MultiDataSet data, Function<PcEngine.Minibatch, T> work) {
    setInputs(data.getFeatures());
    setLabels(data.getLabels());
    setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    try {
      return work.apply(InputChecks.check(this, getInputs(), targets));
    } finally {
      clearLayerMaskArrays();
    }
  }

  /**
   * Not for attached networks: DL4J's backpropagation.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  protected void calcBackpropGradients(
      boolean clearLayers, boolean truncated, INDArray... epsilons) {
    throw new UnsupportedOperationException(
        "an attached network does not backpropagate: for its weight gradient call"
            + " PredictiveCoding.gradient, to backpropagate call the user's own network, or"
            + " PredictiveCoding.detach");
  }

  @Override
  public void setScore(double score) {
    super.setScore(score);
    if (source != null) {
      source.setScore(score);
    }
  }

  /**
   * Fits one epoch.
   *
   * @throws org.deeplearning4j.exception.DL4JInvalidInputException if the iterator is empty;
   *     nothing has changed then
   */
  @Override
  public void fit(DataSetIterator iterator) {
    try (ClosingIterator closing = ClosingIterator.of(iterator)) {
      super.fit(closing.iterator());
    } finally {
      clearLayerMaskArrays();
    }
  }

  @Override
  public void fit(
      INDArray[] features, INDArray[] labels, INDArray[] featureMasks, INDArray[] labelMasks) {
    try {
      super.fit(features, labels, featureMasks, labelMasks);
    } finally {
      clearLayerMaskArrays();
    }
  }

  @Override
  public void setListeners(Collection<TrainingListener> listeners) {
    super.setListeners(BackpropGuard.before(listeners));
  }

  @Override
  public void setListeners(TrainingListener... listeners) {
    setListeners(listeners == null ? List.of() : Arrays.asList(listeners));
  }

  @Override
  public void addListeners(TrainingListener... listeners) {
    List<TrainingListener> all = new ArrayList<>(getListeners());
    all.addAll(Arrays.asList(listeners));
    setListeners(all);
  }

  /**
   * An independent copy: parameters, updater state, counts and rule are the same, nothing is
   * shared.
   *
   * @return attached to the same rule
   */
  @Override
  public PcComputationGraph clone() {
    PcComputationGraph copy = new PcComputationGraph(configuration().clone(), null);
    copy.init(params().dup(), false);
    INDArray state = updaterState();
    copy.setUpdater(new PcComputationGraphUpdater(copy, state == null ? null : state.dup()));
    copy.setScore(score);
    copy.setListeners(List.of());
    return copy;
  }

  private Object writeReplace() {
    return SavedNetwork.of(this);
  }

  /** DL4J's updater and constraints of this network. */
  private final class SolverUpdates implements Learner.Updates {

    @Override
    public int iteration() {
      return getIterationCount();
    }

    @Override
    public int epoch() {
      return getEpochCount();
    }

    @Override
    public INDArray state() {
      return updaterState();
    }

    @Override
    public void update(Gradient gradient, int minibatch) {
      getUpdater()
          .update(
              gradient,
              getIterationCount(),
              getEpochCount(),
              minibatch,
              LayerWorkspaceMgr.noWorkspaces());
    }

    @Override
    public void constrain() {
      applyConstraints(getIterationCount(), getEpochCount());
    }
  }
}
