// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every notebook runs from top to bottom, where Jupyter can be installed. */
class NotebooksTest {

  private static final Path OUTPUT = Path.of("target", "executed");

  private static Jupyter jupyter;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    Files.createDirectories(OUTPUT);
    try {
      jupyter =
          Jupyter.install(
              Path.of("target", "jupyter"),
              Path.of("requirements.txt"),
              KernelSettings.ofThisJvm());
    } catch (JupyterMissingException e) {
      System.err.println("[WARNING] Notebooks are not run: " + e.getMessage());
      abort(e.getMessage());
    }
  }

  static List<Path> notebooks() throws IOException {
    return Notebooks.in(Path.of(""));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void runsFromTopToBottom(Path notebook) throws IOException, InterruptedException {
    jupyter.execute(
        notebook, OUTPUT, RunLength.of(System.getProperty("dl4jpc.notebooks", "quick")));
  }
}
