// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The Java blocks of guides. They may use {@code configuration}, {@code trainIterator}, {@code
 * testIterator} and {@code minibatch}, and {@code network} and {@code attached} unless they declare
 * them.
 */
public final class GuideBlocks {
  private static final String IMPORTS =
      """
      import org.deeplearning4j.nn.conf.*;
      import org.deeplearning4j.nn.conf.layers.*;
      import org.deeplearning4j.nn.multilayer.*;
      import org.dl4jpc.layers.*;
      import org.dl4jpc.trainers.*;
      import org.nd4j.linalg.activations.Activation;
      import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
      """;
  private static final String PARAMETERS =
      "MultiLayerConfiguration configuration, DataSetIterator trainIterator,"
          + " DataSetIterator testIterator, org.nd4j.linalg.dataset.DataSet minibatch";
  private static final String NETWORK =
      "MultiLayerNetwork network = new MultiLayerNetwork(configuration); network.init();";
  private static final String ATTACHED =
      "MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());";

  private GuideBlocks() {}

  /**
   * All blocks of some guides.
   *
   * @param files from the root of the project
   * @return a name and the text of each
   */
  public static Stream<Arguments> of(String... files) throws IOException {
    Stream.Builder<Arguments> blocks = Stream.builder();
    for (String file : files) {
      List<String> found = JavaBlocks.of(file);
      for (int i = 0; i < found.size(); i++) {
        blocks.add(Arguments.of(file + " block " + (i + 1), found.get(i)));
      }
    }
    return blocks.build();
  }

  /**
   * Compiles a block and runs it.
   *
   * @param block of a guide
   * @param directory for source and class
   */
  public static void run(String block, Path directory) throws Exception {
    JavaBlocks.run(
        directory,
        IMPORTS,
        PARAMETERS,
        preamble(block) + block,
        configuration(),
        iterator(),
        iterator(),
        iterator().next());
  }

  private static String preamble(String block) {
    boolean network = block.contains("MultiLayerNetwork network =");
    boolean attached = block.contains("MultiLayerNetwork attached =");
    return (network ? "" : NETWORK) + (attached || network ? "" : ATTACHED);
  }

  private static MultiLayerConfiguration configuration() {
    return OrdinaryNet.MLP.configuration(DataType.FLOAT);
  }

  private static DataSetIterator iterator() {
    DataSet data = OrdinaryNet.MLP.data(DataType.FLOAT);
    return new ListDataSetIterator<>(data.asList(), 3);
  }
}
