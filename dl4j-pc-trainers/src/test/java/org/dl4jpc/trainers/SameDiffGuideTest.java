// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Compiles and runs the guide to SameDiff graphs, and looks at what it has trained. */
class SameDiffGuideTest {
  private static final String IMPORTS =
      """
      import java.util.Map;
      import org.dl4jpc.trainers.*;
      import org.nd4j.autodiff.listeners.records.History;
      import org.nd4j.autodiff.samediff.*;
      import org.nd4j.linalg.api.buffer.DataType;
      import org.nd4j.linalg.api.ndarray.INDArray;
      import org.nd4j.linalg.dataset.api.MultiDataSet;
      import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
      import org.nd4j.linalg.learning.config.Adam;
      import org.nd4j.weightinit.impl.XavierInitScheme;
      """;

  private static final String REPORT =
      """
      seen.put("first", history.getLossCurve().meanLoss(0).totalLoss());
      seen.put("last", history.getLossCurve().lastMeanLoss().totalLoss());
      seen.put("gradients", gradient.size());
      seen.put("nodes", inference.nodes().size());
      """;

  @TempDir private Path directory;

  @Test
  void compilesAndRuns() throws Exception {
    Nd4j.getRandom().setSeed(1);
    INDArray features = Nd4j.rand(DataType.FLOAT, 12, 784);
    INDArray labels =
        Nd4j.eye(10).castTo(DataType.FLOAT).getRows(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
    DataSet data = new DataSet(features, labels);
    List<String> blocks = JavaBlocks.of("docs/samediff.md");
    assertThat(blocks).hasSize(1);
    Map<String, Number> seen = new HashMap<>();
    JavaBlocks.run(
        directory,
        IMPORTS,
        "DataSetIterator trainIterator, MultiDataSet minibatch, Map<String, Number> seen",
        blocks.get(0) + REPORT,
        new ListDataSetIterator<>(data.asList(), 4),
        data.toMultiDataSet(),
        seen);
    assertThat(seen.get("last").doubleValue())
        .isPositive()
        .isLessThan(seen.get("first").doubleValue());
    assertThat(seen).containsEntry("gradients", 3).containsEntry("nodes", 2);
  }
}
