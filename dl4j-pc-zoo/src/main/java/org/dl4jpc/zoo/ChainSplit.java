// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PcTrainer;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The split of a {@code MultiLayerNetwork} above its last frozen layer.
 *
 * <p>DL4J's {@code TransferLearningHelper} does not serve here: it gives the rest the input
 * preprocessors under their numbers in the whole network, so that a convolutional network's rest
 * either fails or lacks them.
 */
final class ChainSplit implements FrozenSplit<MultiLayerNetwork> {
  private final MultiLayerNetwork attached;
  private final int frozen;
  private final MultiLayerNetwork rest;
  private final PcTrainer trainer;

  ChainSplit(MultiLayerNetwork network, LearningRule rule) {
    this.attached = PredictiveCoding.attach(network, rule);
    this.frozen = lastFrozenLayer(network);
    this.rest = restOf(network, frozen + 1);
    this.trainer = PcTrainer.of(rest, rule);
  }

  private static int lastFrozenLayer(MultiLayerNetwork network) {
    int last = -1;
    for (int i = 0; i < network.getnLayers(); i++) {
      if (network.getLayer(i) instanceof FrozenLayer) {
        if (last < i - 1) {
          throw Arguments.illegal(
              "network",
              "layer " + i + " is frozen, layer " + (i - 1) + " below it is not",
              "frozen from the input up, as TransferLearning's setFeatureExtractor does");
        }
        last = i;
      }
    }
    if (last < 0) {
      throw Arguments.illegal(
          "network", "no layer is frozen", "frozen from the input up: call setFeatureExtractor");
    }
    return last;
  }

  private static MultiLayerNetwork restOf(MultiLayerNetwork network, int first) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations().clone();
    configuration.setConfs(
        List.copyOf(configuration.getConfs().subList(first, configuration.getConfs().size())));
    Map<Integer, InputPreProcessor> preprocessors = new HashMap<>();
    configuration
        .getInputPreProcessors()
        .forEach(
            (layer, preprocessor) -> {
              if (layer >= first) {
                preprocessors.put(layer - first, preprocessor);
              }
            });
    configuration.setInputPreProcessors(preprocessors);
    MultiLayerNetwork rest = new MultiLayerNetwork(configuration);
    rest.init(parametersFrom(network, first).dup(), false);
    return rest;
  }

  private static INDArray parametersFrom(MultiLayerNetwork network, int first) {
    long offset = 0;
    for (int i = 0; i < first; i++) {
      offset += network.getLayer(i).numParams();
    }
    INDArray all = network.params();
    return all.reshape(all.length()).get(NDArrayIndex.interval(offset, all.length()));
  }

  @Override
  public MultiLayerNetwork attached() {
    return attached;
  }

  @Override
  public PcTrainer trainer() {
    return trainer;
  }

  @Override
  public INDArray[] features(INDArray[] features) {
    List<INDArray> activations = attached.feedForwardToLayer(frozen, features[0], false);
    return new INDArray[] {activations.get(frozen + 1)};
  }

  @Override
  public void pull() {
    rest.params().assign(parametersFrom(attached, frozen + 1));
    copyProgress(attached, trainer.network());
  }

  @Override
  public void push() {
    parametersFrom(attached, frozen + 1).assign(rest.params());
    copyProgress(trainer.network(), attached);
    attached.setScore(rest.score());
  }

  private static void copyProgress(MultiLayerNetwork from, MultiLayerNetwork to) {
    FrozenSplit.copy(from.updaterState(), to.updaterState());
    to.getLayerWiseConfigurations()
        .setIterationCount(from.getLayerWiseConfigurations().getIterationCount());
    to.setEpochCount(from.getEpochCount());
  }
}
