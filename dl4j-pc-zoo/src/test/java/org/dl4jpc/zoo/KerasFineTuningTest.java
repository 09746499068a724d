// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.dl4jpc.trainers.LearningRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Keras models of both kinds: imported, and fine-tuned on new classes. */
class KerasFineTuningTest {
  private static final INDArray KERNEL = Nd4j.randn(DataType.FLOAT, 6, 5);
  private static final INDArray BIAS = Nd4j.randn(DataType.FLOAT, 5);
  private static final INDArray INPUT = Nd4j.randn(DataType.FLOAT, 4, 6);

  @TempDir Path directory;

  private File file(boolean sequential) {
    Path path = directory.resolve("model.h5");
    new KerasFile(path, sequential)
        .write(KERNEL, BIAS, Nd4j.randn(DataType.FLOAT, 5, 3), Nd4j.zeros(DataType.FLOAT, 3));
    return path.toFile();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(5)
        .nOut(4)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static FineTuneConfiguration settings() {
    return new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).seed(1).build();
  }

  private static DataSet fourClasses() {
    return new DataSet(INPUT, Nd4j.eye(4).castTo(DataType.FLOAT));
  }

  private static void assertHidden(INDArray actual) {
    INDArray expected = Transforms.relu(INPUT.mmul(KERNEL).addRowVector(BIAS));
    assertThat(actual.distance2(expected)).isCloseTo(0.0, within(1e-5));
  }

  @Test
  void sequentialModelsAreMultiLayerNetworks() throws IOException {
    MultiLayerNetwork imported = (MultiLayerNetwork) PretrainedModels.load(file(true));
    assertHidden(imported.feedForward(INPUT).get(1));
    MultiLayerNetwork network =
        new TransferLearning.Builder(imported)
            .fineTuneConfiguration(settings())
            .setFeatureExtractor(0)
            .removeOutputLayer()
            .addLayer(output())
            .build();
    double before = network.score(fourClasses());
    PcFineTuning.of(network, LearningRule.il())
        .fit(new ListDataSetIterator<>(fourClasses().asList(), 4), 10);
    assertThat(network.score(fourClasses())).isLessThan(before);
    assertHidden(network.feedForward(INPUT).get(1));
  }

  @Test
  void functionalModelsAreGraphs() throws IOException {
    ComputationGraph imported = (ComputationGraph) PretrainedModels.load(file(false));
    assertHidden(imported.feedForward(INPUT, false).get("hidden"));
    ComputationGraph network =
        new TransferLearning.GraphBuilder(imported)
            .fineTuneConfiguration(settings())
            .setFeatureExtractor("hidden")
            .removeVertexKeepConnections("out")
            .addLayer("out", output(), "hidden")
            .build();
    double before = network.score(fourClasses());
    PcFineTuning.of(network, LearningRule.zil())
        .fit(new ListDataSetIterator<>(fourClasses().asList(), 4), 10);
    assertThat(network.score(fourClasses())).isLessThan(before);
    assertHidden(network.feedForward(INPUT, false).get("hidden"));
  }
}
