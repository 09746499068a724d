// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles and runs every Java block of the README and the guides. */
class ReadmeTest {
  @TempDir private Path directory;

  static Stream<Arguments> blocks() throws IOException {
    return GuideBlocks.of(
        "README.md",
        "docs/algorithms.md",
        "docs/choosing-an-algorithm.md",
        "docs/getting-started.md",
        "docs/migration-from-backprop.md",
        "docs/tuning.md");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void compilesAndRuns(String name, String block) throws Exception {
    GuideBlocks.run(block, directory);
  }
}
