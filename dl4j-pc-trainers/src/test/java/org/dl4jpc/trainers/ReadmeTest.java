// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Compiles and runs every Java block of the README and the guide. */
class ReadmeTest {
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

  @TempDir private Path directory;

  static Stream<Arguments> blocks() throws IOException {
    Stream.Builder<Arguments> blocks = Stream.builder();
    for (String file : List.of("README.md", "docs/algorithms.md")) {
      List<String> found = JavaBlocks.of(file);
      for (int i = 0; i < found.size(); i++) {
        blocks.add(Arguments.of(file + " block " + (i + 1), found.get(i)));
      }
    }
    return blocks.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void compilesAndRuns(String name, String block) throws Exception {
    JavaBlocks.run(
        directory,
        IMPORTS,
        "MultiLayerConfiguration configuration, DataSetIterator trainIterator,"
            + " DataSetIterator testIterator, org.nd4j.linalg.dataset.DataSet minibatch",
        block,
        configuration(),
        iterator(),
        iterator(),
        iterator().next());
  }

  private static MultiLayerConfiguration configuration() {
    return OrdinaryNet.MLP.configuration(DataType.FLOAT);
  }

  private static DataSetIterator iterator() {
    DataSet data = OrdinaryNet.MLP.data(DataType.FLOAT);
    return new ListDataSetIterator<>(data.asList(), 3);
  }
}
