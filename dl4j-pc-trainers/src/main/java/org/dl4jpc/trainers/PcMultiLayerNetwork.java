// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.NetworkCompiler;
import org.dl4jpc.layers.NodeSettings;
import org.dl4jpc.layers.Workspaces;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A {@code MultiLayerNetwork} whose gradients come from a learning rule. All else, from iterators
 * and updaters to listeners and evaluation, is DL4J's own.
 *
 * <p>Made by {@link PredictiveCoding#attach(MultiLayerNetwork, LearningRule)}; public only because
 * DL4J reflects on it.
 */
@SuppressWarnings("overrides") // DL4J's class defines equals without hashCode
public final class PcMultiLayerNetwork extends MultiLayerNetwork implements AttachedNetwork {
  private static final long serialVersionUID = 1L;

  private final transient LearningRule rule;
  private final transient Learner learner;
  private final transient MultiLayerNetwork source;
  private transient INDArray featureMask;
  private transient INDArray labelMask;

  private PcMultiLayerNetwork(PcMultiLayerConfiguration configuration, MultiLayerNetwork source) {
    super(configuration);
    configuration.attached();
    this.rule = configuration.rule();
    this.source = source;
    NodeSettings settings = new NodeSettings(rule.nodePlacement());
    this.learner =
        new Learner(
            rule,
            batch -> compile(new NetworkCompiler(this, settings), batch),
            this,
            new SolverUpdates());
  }

  /**
   * Attaches: shares parameters, gradient views, updater state and listeners with a network.
   *
   * @param source checked
   * @param rule to train by
   * @return the attached network
   */
  static PcMultiLayerNetwork of(MultiLayerNetwork source, LearningRule rule) {
    PcMultiLayerConfiguration configuration =
        new PcMultiLayerConfiguration(source.getLayerWiseConfigurations(), rule);
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
  static PcMultiLayerNetwork restored(MultiLayerNetwork saved, LearningRule rule) {
    AttachChecks.check(saved, rule);
    PcMultiLayerConfiguration configuration =
        new PcMultiLayerConfiguration(saved.getLayerWiseConfigurations(), rule);
    return over(saved, configuration, saved.updaterState());
  }

  private static PcMultiLayerNetwork over(
      MultiLayerNetwork source, PcMultiLayerConfiguration configuration, INDArray updaterState) {
    PcMultiLayerNetwork network = new PcMultiLayerNetwork(configuration, source);
    network.init(source.params(), false);
    network.shareGradients(source);
    network.setUpdater(new PcMultiLayerUpdater(network, updaterState));
    network.setScore(source.score());
    network.setListeners(source.getListeners());
    return network;
  }

  private BlockGraph compile(NetworkCompiler compiler, PcEngine.Minibatch batch) {
    INDArray features = batch.features().get(0);
    try {
      return compiler.compile(features);
    } catch (RuntimeException e) {
      InputChecks.requireFit(this, features);
      throw e;
    }
  }

  private void shareGradients(MultiLayerNetwork other) {
    if (other.getFlattenedGradients() == null) {
      other.initGradientsView();
    }
    flattenedGradients = other.getFlattenedGradients();
    if (flattenedGradients != null) {
      setBackpropGradientsViewArray(flattenedGradients);
    }
  }

  @Override
  public void init(INDArray parameters, boolean clone) {
    super.init(parameters, clone);
    for (Layer layer : layers) {
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

  PcMultiLayerConfiguration configuration() {
    return (PcMultiLayerConfiguration) layerWiseConfigurations;
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
    PcEngine.Minibatch batch = InputChecks.check(this, input, labels, featureMask, labelMask);
    synchronizeIterEpochCounts();
    flatGradients();
    Outcome outcome = learner.learn(batch, trainingListeners, this::reportActivations);
    gradient = learner.gradient(batch);
    if (layerWiseConfigurations.getBackpropType() == BackpropType.TruncatedBPTT) {
      engine().graph(batch.shape()).carryStates();
    }
    setScore(scoreOf(outcome.loss()));
    trainingListeners.forEach(listener -> listener.onBackwardPass(this));
    getOutputLayer().clearNoiseWeightParams();
  }

  /**
   * Fits a minibatch in segments; the state of recurrent layers that each starts from is that of
   * the feed-forward pass of the one before.
   *
   * @throws DL4JInvalidInputException if features and labels are not finite sequences of the same
   *     length
   */
  @Override
  protected void doTruncatedBPTT(
      INDArray features,
      INDArray targets,
      INDArray featuresMask,
      INDArray labelsMask,
      LayerWorkspaceMgr workspaces) {
    Segments.check(features, targets, featuresMask, labelsMask);
    try {
      super.doTruncatedBPTT(features, targets, featuresMask, labelsMask, workspaces);
    } catch (RuntimeException e) {
      rnnClearPreviousState();
      throw e;
    }
  }

  @Override
  public void rnnClearPreviousState() {
    if (layers != null) {
      Segments.clearStates(layers);
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
  <T> T presenting(DataSet data, Function<PcEngine.Minibatch, T> work) {
    setInput(data.getFeatures());
    setLabels(data.getLabels());
    setLayerMaskArrays(data.getFeaturesMaskArray(), data.getLabelsMaskArray());
    try {
      return work.apply(InputChecks.check(this, input, labels, featureMask, labelMask));
    } finally {
      clearLayerMaskArrays();
      setInput(null);
      setLabels(null);
    }
  }

  @Override
  public void setLayerMaskArrays(INDArray featuresMask, INDArray labelsMask) {
    super.setLayerMaskArrays(featuresMask, labelsMask);
    featureMask = featuresMask;
    labelMask = labelsMask;
  }

  @Override
  public void clearLayerMaskArrays() {
    super.clearLayerMaskArrays();
    featureMask = null;
    labelMask = null;
  }

  private double scoreOf(double loss) {
    return ScoreMean.of(
        getOutputLayer(), loss, RegularizationScore.of(getLayers()), labels.size(0));
  }

  /** Listeners hear of the feed-forward pass, as in DL4J; the guard alone needs no activations. */
  private void reportActivations(BlockGraph graph, int step) {
    if (step > 0 || trainingListeners.size() == 1) {
      return;
    }
    List<INDArray> activations = new ArrayList<>();
    activations.add(input);
    graph.activations().values().forEach(tensor -> activations.add(tensor.array()));
    Workspaces.outside(
        () -> {
          trainingListeners.forEach(listener -> listener.onForwardPass(this, activations));
          return activations;
        });
  }

  /**
   * Not for attached networks: DL4J's backpropagation.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  protected Pair<Gradient, INDArray> calcBackpropGradients(
      INDArray epsilon, boolean withOutputLayer, boolean truncated, boolean returnInputGradient) {
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
   * @throws DL4JInvalidInputException if the iterator is empty; nothing has changed then
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
  public synchronized void fit(
      INDArray features, INDArray labels, INDArray featuresMask, INDArray labelsMask) {
    try {
      super.fit(features, labels, featuresMask, labelsMask);
    } finally {
      clearLayerMaskArrays();
    }
  }

  @Override
  public void setListeners(Collection<TrainingListener> listeners) {
    super.setListeners(BackpropGuard.before(listeners));
  }

  @Override
  public void addListeners(TrainingListener... listeners) {
    List<TrainingListener> all = new ArrayList<>(trainingListeners);
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
  public PcMultiLayerNetwork clone() {
    PcMultiLayerNetwork copy = new PcMultiLayerNetwork(configuration().clone(), null);
    copy.init(params().dup(), false);
    INDArray state = updaterState();
    copy.setUpdater(new PcMultiLayerUpdater(copy, state == null ? null : state.dup()));
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
              PcMultiLayerNetwork.this,
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
