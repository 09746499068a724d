// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dl4jpc.examples.data.ImageDirectory;
import org.dl4jpc.examples.data.ImageSplit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Learning on Fashion-MNIST: 10,000 training images, 3 epochs, LeNet-like, Adam. */
@Tag("full")
final class FashionMnistTest {

  private static ImageSplit images(int test) throws IOException {
    Path path = Path.of(System.getProperty("dl4jpc.data", ""), "fashion-mnist");
    assumeTrue(Files.isDirectory(path), "skipped: -Ddl4jpc.data has no directory fashion-mnist");
    return ImageDirectory.read(path, 10_000, test);
  }

  private static List<Result> train(DataType type, int test, Algorithm... algorithms)
      throws IOException {
    RunSettings settings = new RunSettings(List.of(algorithms), 3, 32, 1L, 20, 0.005, 1e-3, type);
    return Comparison.of(settings, images(test)).run(state -> {}).results();
  }

  @Test
  void zilPredictsAsBackpropInDouble() throws IOException {
    Result zil = train(DataType.DOUBLE, 2_000, Algorithm.BACKPROP, Algorithm.ZIL).get(1);
    assertThat(zil.versus().orElseThrow().samePredictions()).isEqualTo(2_000);
  }

  @Test
  void accuraciesInFloat() throws IOException {
    List<Result> results =
        train(DataType.FLOAT, 10_000, Algorithm.BACKPROP, Algorithm.ZIL, Algorithm.IL);
    double backprop = results.get(0).accuracy();
    assertThat(backprop).isGreaterThan(0.8);
    assertThat(results.get(1).accuracy()).isBetween(backprop - 0.005, backprop + 0.005);
    assertThat(results.get(2).accuracy()).isGreaterThan(backprop - 0.02);
  }
}
