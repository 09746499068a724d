// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dl4jpc.trainers.GuideBlocks;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles and runs every Java block of the guide to listeners. */
class ListenersGuideTest {
  @TempDir private Path directory;

  static Stream<Arguments> blocks() throws IOException {
    return GuideBlocks.of("docs/listeners.md");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void compilesAndRuns(String name, String block) throws Exception {
    GuideBlocks.run(block, directory);
  }
}
