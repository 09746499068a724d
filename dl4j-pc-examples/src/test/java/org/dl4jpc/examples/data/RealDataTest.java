// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Real data sets, if they are under the directory that the system property dl4jpc.data names. */
final class RealDataTest {

  private static Path find(String name) {
    Path path = Path.of(System.getProperty("dl4jpc.data", ""), name);
    assumeTrue(Files.isDirectory(path), () -> "skipped: -Ddl4jpc.data has no directory " + name);
    return path;
  }

  private static long count(Images images, int label) {
    return IntStream.range(0, images.size()).filter(i -> images.label(i) == label).count();
  }

  @Test
  void readsFashionMnist() throws IOException {
    ImageSplit split = ImageDirectory.read(find("fashion-mnist"), Integer.MAX_VALUE, 10_000);
    assertThat(split.train().shape()).isEqualTo(new ImageShape(1, 28, 28));
    assertThat(split.train().size()).isEqualTo(60_000);
    assertThat(split.test().size()).isEqualTo(10_000);
    for (int label = 0; label < Images.CLASSES; label++) {
      assertThat(count(split.train(), label)).isEqualTo(6_000);
      assertThat(count(split.test(), label)).isEqualTo(1_000);
    }
    assertThat(split.train().label(0)).as("the first image, an ankle boot").isEqualTo(9);
  }

  @Test
  void readsCifar10() throws IOException {
    ImageSplit split = ImageDirectory.read(find("cifar10"), 10_000, 2_000);
    assertThat(split.train().shape()).isEqualTo(new ImageShape(3, 32, 32));
    for (int label = 0; label < Images.CLASSES; label++) {
      assertThat(count(split.train(), label)).isEqualTo(1_000);
      assertThat(count(split.test(), label)).isEqualTo(200);
    }
  }
}
