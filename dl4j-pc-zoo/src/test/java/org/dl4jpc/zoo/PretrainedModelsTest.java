// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.model.LeNet;
import org.dl4jpc.trainers.GraphNet;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks from the zoo's cache and from files. */
class PretrainedModelsTest {
  private static final LeNet LENET = LeNet.builder().numClasses(10).seed(8).build();

  @TempDir Path directory;

  @Test
  void theZoosOwnWeightsAreFoundInItsCacheAndVerified() throws Exception {
    CachedWeights.useCache(directory);
    MultiLayerNetwork made = (MultiLayerNetwork) LENET.init();
    File file = CachedWeights.put(made, LENET, PretrainedType.MNIST);
    MultiLayerNetwork loaded = (MultiLayerNetwork) LENET.initPretrained(PretrainedType.MNIST);
    assertThat(loaded.params()).isEqualTo(made.params());
    byte[] damaged = Files.readAllBytes(file.toPath());
    damaged[damaged.length / 2] ^= 1;
    Files.write(file.toPath(), damaged);
    assertThatThrownBy(() -> LENET.initPretrained(PretrainedType.MNIST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("failed checksum");
    assertThat(file).doesNotExist();
  }

  @Test
  void filesOfEitherClassOfNetwork() throws Exception {
    MultiLayerNetwork network = (MultiLayerNetwork) LENET.init();
    File file = directory.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    Model loaded = PretrainedModels.load(file);
    assertThat(loaded).isExactlyInstanceOf(MultiLayerNetwork.class);
    assertThat(loaded.params()).isEqualTo(network.params());

    ComputationGraph graph = GraphNet.RESIDUAL.network();
    PredictiveCoding.save(PredictiveCoding.attach(graph, LearningRule.il()), file);
    Model plain = PretrainedModels.load(file);
    assertThat(plain).isExactlyInstanceOf(ComputationGraph.class);
    assertThat(plain.params()).isEqualTo(graph.params());
  }

  @Test
  void otherFilesAreErrors() throws Exception {
    Path text = Files.writeString(directory.resolve("a.txt"), "weights");
    assertThatThrownBy(() -> PretrainedModels.load(text.toFile()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "illegal file: " + text + ", must be a model file of DL4J (zip) or Keras (HDF5)");
    Path zip = directory.resolve("a.zip");
    try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new java.util.zip.ZipEntry("other"));
    }
    assertThatThrownBy(() -> PretrainedModels.load(zip.toFile()))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("must be a DL4J model file: it holds no configuration");
    assertThatThrownBy(() -> PretrainedModels.load(directory.resolve("no").toFile()))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> PretrainedModels.load(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal file: null, must be an object");
  }
}
