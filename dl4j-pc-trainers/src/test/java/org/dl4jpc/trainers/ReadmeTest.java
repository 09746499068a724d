// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
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
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
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
      Matcher matcher = BLOCK.matcher(Files.readString(ROOT.resolve(file)));
      for (int i = 1; matcher.find(); i++) {
        blocks.add(Arguments.of(file + " block " + i, matcher.group(1)));
      }
    }
    return blocks.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void compilesAndRuns(String name, String block) throws Exception {
    Path source = directory.resolve("Block.java");
    Files.writeString(
        source,
        IMPORTS
            + "public class Block { public static void run(MultiLayerConfiguration configuration,"
            + " DataSetIterator trainIterator, DataSetIterator testIterator,"
            + " org.nd4j.linalg.dataset.DataSet minibatch) throws Exception {\n"
            + block
            + "\n}}\n");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
    assertThat(result).as("compilation of %s", name).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      loader
          .loadClass("Block")
          .getMethod(
              "run",
              MultiLayerConfiguration.class,
              DataSetIterator.class,
              DataSetIterator.class,
              DataSet.class)
          .invoke(null, configuration(), iterator(), iterator(), iterator().next());
    }
  }

  private static MultiLayerConfiguration configuration() {
    return OrdinaryNet.MLP.configuration(DataType.FLOAT);
  }

  private static DataSetIterator iterator() {
    DataSet data = OrdinaryNet.MLP.data(DataType.FLOAT);
    return new ListDataSetIterator<>(data.asList(), 3);
  }
}
