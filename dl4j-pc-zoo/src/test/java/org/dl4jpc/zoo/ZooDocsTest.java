// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.model.LeNet;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PcTrainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** The code of docs/zoo.md is this code, which runs. */
class ZooDocsTest {
  private static final SyntheticImages IMAGES =
      new SyntheticImages(DataType.FLOAT, new int[] {1, 28, 28}, 10, 4);

  @TempDir Path cache;

  @Test
  void everyBlockOfTheDocsIsHere() throws IOException {
    String here = text(Path.of("src/test/java/org/dl4jpc/zoo/ZooDocsTest.java"));
    List<String> blocks =
        Pattern.compile("```java(.*?)```")
            .matcher(text(Path.of("../docs/zoo.md")))
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();
    assertThat(blocks).isNotEmpty().allSatisfy(block -> assertThat(here).contains(block));
  }

  /** A file's text without white space. */
  private static String text(Path file) throws IOException {
    return Files.readString(file).replaceAll("\\s", "");
  }

  private void weights() throws IOException {
    CachedWeights.useCache(cache);
    LeNet model = LeNet.builder().numClasses(10).seed(3).build();
    CachedWeights.put(model.init(), model, PretrainedType.MNIST);
  }

  @Test
  void fineTuning() throws IOException {
    weights();
    int classes = IMAGES.classes();
    DataSetIterator trainIterator = IMAGES.iterator(4, 8, 1);
    DataSetIterator testIterator = IMAGES.iterator(8, 8, 2);
    MultiLayerNetwork pretrained =
        (MultiLayerNetwork) LeNet.builder().build().initPretrained(PretrainedType.MNIST);
    MultiLayerNetwork network =
        new TransferLearning.Builder(pretrained)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Adam(1e-3)).build())
            .setFeatureExtractor(3) // layers 0 to 3 stay as they are
            .nOutReplace(5, classes, WeightInit.XAVIER) // a new output layer
            .build();
    PcFineTuning.of(network, LearningRule.zil()).fit(trainIterator, 10);
    double accuracy = network.evaluate(testIterator).accuracy();
    assertThat(accuracy).isGreaterThan(0.6);

    PcFineTuning<MultiLayerNetwork> tuning = PcFineTuning.of(network, LearningRule.seqIlMq(1e-4));
    CachedFeatures features = tuning.featurize(trainIterator); // in memory: features.bytes()
    tuning.fit(features, 5);
    tuning.fit(features, 5);
    assertThat(network.getEpochCount()).isEqualTo(20);
  }

  @Test
  void paperModels() {
    DataSetIterator images =
        new SyntheticImages(DataType.FLOAT, new int[] {3, 32, 32}, 0, 10).iterator(2, 8, 1);
    MultiLayerNetwork mlp = SeqIlMlp.builder().numClasses(10).seed(1).build().init();
    PcTrainer.of(mlp, SeqIlMlp.seqIlMq()).fit(images, 2);
    assertThat(mlp.getIterationCount()).isEqualTo(4);
  }
}
