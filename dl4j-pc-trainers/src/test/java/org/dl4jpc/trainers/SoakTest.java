// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Memory stays what it is, whatever the sizes of minibatches. */
@Tag("full")
class SoakTest {
  private static final int WARM_UP = 2_000;
  private static final int ITERATIONS = 10_000;
  private static final int LARGEST_BATCH = 24;
  private static final long MEBI = 1L << 20;
  private static final String RESULT = "growth in bytes: ";

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.FLOAT)
                .updater(new Sgd(1e-4))
                .activation(Activation.TANH)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(8).build())
                .layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(32).dropOut(0.8).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(12, 12, 3))
                .build());
    network.init();
    return network;
  }

  private static DataSet batch(int size) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, size, 3);
    labels.getColumn(1).assign(1.0);
    return new DataSet(Nd4j.rand(DataType.FLOAT, size, 3, 12, 12), labels);
  }

  private static void train(MultiLayerNetwork network, List<DataSet> batches, int from, int to) {
    for (int i = from; i < to; i++) {
      network.fit(batches.get(i % batches.size()));
    }
  }

  private static long resident() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(200);
    }
    return Pointer.physicalBytes();
  }

  /** Trains in a process of its own, so that nothing else's memory is counted. */
  static final class Soak {
    private Soak() {}

    /**
     * Prints by how many bytes the process has grown from the warm-up on.
     *
     * @param arguments the name of a rule
     */
    public static void main(String[] arguments) throws InterruptedException {
      LearningRule rule =
          arguments[0].equals("zil") ? LearningRule.zil() : LearningRule.il().withInferenceSteps(4);
      MultiLayerNetwork attached = PredictiveCoding.attach(network(), rule);
      List<DataSet> batches =
          IntStream.rangeClosed(1, LARGEST_BATCH).mapToObj(SoakTest::batch).toList();
      train(attached, batches, 0, WARM_UP);
      long before = resident();
      train(attached, batches, WARM_UP, ITERATIONS);
      System.out.println(RESULT + (resident() - before));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zil", "il"})
  void tenThousandIterationsWithChangingBatchSizes(String rule)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Soak.class.getName(),
                rule)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    String result =
        output.lines().filter(line -> line.startsWith(RESULT)).findFirst().orElseThrow();
    long growth = Long.parseLong(result.substring(RESULT.length()));
    assertThat(growth).as("growth in bytes").isLessThan(32 * MEBI);
  }
}
