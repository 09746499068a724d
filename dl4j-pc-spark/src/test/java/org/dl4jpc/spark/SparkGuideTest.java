// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dl4jpc.trainers.JavaBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the guide to training on Spark. */
class SparkGuideTest {
  private static final String IMPORTS =
      """
      import org.apache.spark.api.java.*;
      import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
      import org.deeplearning4j.spark.api.TrainingMaster;
      import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
      import org.dl4jpc.spark.*;
      import org.dl4jpc.trainers.*;
      import org.nd4j.linalg.dataset.DataSet;
      """;

  @Test
  void compiles(@TempDir Path directory) throws IOException {
    List<String> blocks = JavaBlocks.of("docs/parallel.md");
    assertThat(blocks).hasSize(3); // the first two are of dl4j-pc-parallel
    JavaBlocks.compile(
        directory,
        IMPORTS,
        "MultiLayerNetwork network, int workers, int samplesPerDataSet,"
            + " JavaSparkContext sparkContext, JavaRDD<DataSet> trainingData",
        blocks.get(2));
  }
}
