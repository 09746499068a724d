// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that cannot be had are said to be missing, so that the build can go on without. */
class JupyterTest {

  @TempDir private Path directory;

  @Test
  void packagesThatCannotBeInstalledAreMissing() throws IOException {
    Path requirements = directory.resolve("requirements.txt");
    Files.writeString(requirements, directory.resolve("absent-1.0-py3-none-any.whl").toString());
    Path environment = directory.resolve("environment");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(
              () -> Jupyter.install(environment, requirements, KernelSettings.ofThisJvm()))
          .isInstanceOf(JupyterMissingException.class)
          .message()
          .matches(
              "(pip cannot install the packages of requirements.txt|Python's venv|no Python).*")
          .hasLineCount(1);
    }
  }
}
