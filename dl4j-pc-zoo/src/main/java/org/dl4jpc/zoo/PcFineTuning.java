// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Fine-tunes a pretrained network by predictive coding: the part that is frozen computes features,
 * once for each example, and a learning rule trains the rest on them.
 *
 * <p>Layers are replaced and frozen by DL4J's {@code TransferLearning}; where the network comes
 * from does not matter (DL4J's zoo with {@code initPretrained}, or {@link PretrainedModels#load}):
 *
 * <pre>{@code
 * MultiLayerNetwork network =
 *     new TransferLearning.Builder(pretrained)
 *         .fineTuneConfiguration(new FineTuneConfiguration.Builder().updater(new Adam(1e-3)).build())
 *         .setFeatureExtractor(3)                  // layers 0 to 3 stay as they are
 *         .nOutReplace(5, classes, WeightInit.XAVIER)
 *         .build();
 * PcFineTuning.of(network, LearningRule.zil()).fit(iterator, 10);
 * }</pre>
 *
 * <p>What is frozen must be frozen down to the inputs. Frozen layers run in test mode, as in DL4J
 * (no dropout, running statistics of batch normalisation), so their output is the same in every
 * epoch, and training on cached features ends at the same parameters as training the {@linkplain
 * #attached() whole network} on the same minibatches. The two may take turns. Minibatches are those
 * of the iterator's first pass; a new composition every epoch needs the whole network, or features
 * computed anew. Masks of features cannot be cached.
 *
 * @param <N> DL4J's class of network
 */
public final class PcFineTuning<N extends NeuralNetwork> {
  private final N network;
  private final FrozenSplit<N> split;

  private PcFineTuning(N network, FrozenSplit<N> split) {
    this.network = network;
    this.split = split;
  }

  /**
   * Prepares a network.
   *
   * @param network with frozen layers, as {@code TransferLearning.Builder} builds it
   * @param rule to train by
   * @return the fine-tuning
   * @throws IllegalArgumentException if an argument is null, or the network is not frozen from the
   *     input up
   * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the rule cannot train it
   */
  public static PcFineTuning<MultiLayerNetwork> of(MultiLayerNetwork network, LearningRule rule) {
    return new PcFineTuning<>(network, new ChainSplit(network, rule));
  }

  /**
   * Prepares a graph.
   *
   * @param network with frozen vertices, as {@code TransferLearning.GraphBuilder} builds it
   * @param rule to train by
   * @return the fine-tuning
   * @throws IllegalArgumentException if an argument is null, or the network is not frozen from the
   *     inputs up
   * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the rule cannot train it
   */
  public static PcFineTuning<ComputationGraph> of(ComputationGraph network, LearningRule rule) {
    return new PcFineTuning<>(network, new GraphSplit(network, rule));
  }

  /**
   * The network that is fine-tuned.
   *
   * @return the one that was given: trained in place, its counts and score those of the training
   */
  public N network() {
    return network;
  }

  /**
   * The whole network attached to the rule, over the same parameters: to save it with its rule and
   * updater state ({@code PredictiveCoding.save}), or to train it without a cache.
   *
   * @return the same at every call
   */
  public N attached() {
    return split.attached();
  }

  /**
   * Sets the listeners of training on cached features. They are shown the part that is trained,
   * which has a network of its own; the whole network gets its parameters at the end of {@code
   * fit}.
   *
   * @param listeners any of DL4J's
   * @return this
   */
  public PcFineTuning<N> setListeners(TrainingListener... listeners) {
    split.trainer().setListeners(listeners);
    return this;
  }

  /**
   * Computes the frozen part's output for every example of an iterator.
   *
   * @param iterator of minibatches; reset first if it can be
   * @return the features, with the labels
   * @throws IllegalArgumentException if there is no iterator, it is empty, or a minibatch has a
   *     features mask
   */
  public CachedFeatures featurize(DataSetIterator iterator) {
    Arguments.notNull("iterator", iterator);
    if (iterator.resetSupported()) {
      iterator.reset();
    }
    List<MultiDataSet> batches = new ArrayList<>();
    while (iterator.hasNext()) {
      batches.add(featurize(iterator.next().toMultiDataSet()));
    }
    return cached(batches);
  }

  /**
   * Computes the frozen part's output for every example of an iterator.
   *
   * @param iterator of minibatches; reset first if it can be
   * @return the features, with the labels
   * @throws IllegalArgumentException if there is no iterator, it is empty, or a minibatch has a
   *     features mask
   */
  public CachedFeatures featurize(MultiDataSetIterator iterator) {
    Arguments.notNull("iterator", iterator);
    if (iterator.resetSupported()) {
      iterator.reset();
    }
    List<MultiDataSet> batches = new ArrayList<>();
    while (iterator.hasNext()) {
      batches.add(featurize(iterator.next()));
    }
    return cached(batches);
  }

  private CachedFeatures cached(List<MultiDataSet> batches) {
    if (batches.isEmpty()) {
      throw Arguments.illegal("iterator", "empty", "one with at least one minibatch");
    }
    return new CachedFeatures(this, batches);
  }

  private MultiDataSet featurize(MultiDataSet batch) {
    if (batch.getFeaturesMaskArrays() != null) {
      for (INDArray mask : batch.getFeaturesMaskArrays()) {
        if (mask != null) {
          throw Arguments.illegal(
              "features mask", "present", "absent: train attached() without a cache instead");
        }
      }
    }
    return new org.nd4j.linalg.dataset.MultiDataSet(
        split.features(batch.getFeatures()), batch.getLabels(), null, batch.getLabelsMaskArrays());
  }

  /**
   * Trains on cached features.
   *
   * @param features of {@link #featurize} of this very object
   * @param epochs at least 1
   * @return this
   * @throws IllegalArgumentException if an argument is out of range
   */
  public PcFineTuning<N> fit(CachedFeatures features, int epochs) {
    Arguments.atLeast("epochs", 1, epochs);
    if (!Arguments.notNull("features", features).isOf(this)) {
      throw Arguments.illegal("features", "of another network", "computed by this fine-tuning");
    }
    split.pull();
    try {
      split.trainer().fit(features.iterator(), epochs);
    } finally {
      split.push();
    }
    return this;
  }

  /**
   * Computes features and trains on them.
   *
   * @param iterator of minibatches
   * @param epochs at least 1
   * @return this
   * @throws IllegalArgumentException see {@link #featurize(DataSetIterator)}
   */
  public PcFineTuning<N> fit(DataSetIterator iterator, int epochs) {
    Arguments.atLeast("epochs", 1, epochs);
    return fit(featurize(iterator), epochs);
  }

  /**
   * Computes features and trains on them.
   *
   * @param iterator of minibatches
   * @param epochs at least 1
   * @return this
   * @throws IllegalArgumentException see {@link #featurize(MultiDataSetIterator)}
   */
  public PcFineTuning<N> fit(MultiDataSetIterator iterator, int epochs) {
    Arguments.atLeast("epochs", 1, epochs);
    return fit(featurize(iterator), epochs);
  }
}
