// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.zoo.model.LeNet;
import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** DL4J's LeNet: its two convolutional blocks frozen, dense layers retrained, a new output. */
class LeNetFineTuningTest extends FineTuningContract<MultiLayerNetwork> {
  private static final int LAST_FROZEN = 3;

  @Override
  MultiLayerNetwork edited(IUpdater updater, DataType type) {
    MultiLayerNetwork pretrained =
        (MultiLayerNetwork) LeNet.builder().numClasses(10).seed(3).build().init();
    return new TransferLearning.Builder(pretrained.convertDataType(type))
        .fineTuneConfiguration(new FineTuneConfiguration.Builder().updater(updater).seed(4).build())
        .setFeatureExtractor(LAST_FROZEN)
        .nOutReplace(5, images(type).classes(), WeightInit.XAVIER)
        .build();
  }

  @Override
  PcFineTuning<MultiLayerNetwork> tuning(MultiLayerNetwork network, LearningRule rule) {
    return PcFineTuning.of(network, rule);
  }

  @Override
  List<INDArray> frozenParameters(MultiLayerNetwork network) {
    return frozenParameters(network.getLayers());
  }

  @Override
  SyntheticImages images(DataType type) {
    return new SyntheticImages(type, new int[] {1, 28, 28}, 10, 4);
  }

  @Override
  int batch() {
    return 8;
  }

  @Override
  int minibatches() {
    return 8;
  }

  @Override
  int epochs() {
    return 6;
  }

  @Override
  double learningRate() {
    return 2e-3;
  }

  @Override
  Stream<LearningRule> rules() {
    return Stream.of(LearningRule.zil(), LearningRule.il(), LearningRule.seqIlMq(1e-4));
  }
}
