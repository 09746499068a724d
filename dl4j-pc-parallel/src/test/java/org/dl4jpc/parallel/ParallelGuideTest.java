// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dl4jpc.trainers.JavaBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the guide to training on several threads. */
class ParallelGuideTest {
  private static final String IMPORTS =
      """
      import org.deeplearning4j.earlystopping.*;
      import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
      import org.dl4jpc.parallel.*;
      import org.dl4jpc.trainers.*;
      import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
      """;

  @Test
  void compiles(@TempDir Path directory) throws IOException {
    List<String> blocks = JavaBlocks.of("docs/parallel.md");
    assertThat(blocks).hasSize(3); // the third is Spark's
    JavaBlocks.compile(
        directory,
        IMPORTS,
        "MultiLayerNetwork network, DataSetIterator trainIterator,"
            + " EarlyStoppingConfiguration<MultiLayerNetwork> configuration",
        blocks.get(0) + blocks.get(1));
  }
}
