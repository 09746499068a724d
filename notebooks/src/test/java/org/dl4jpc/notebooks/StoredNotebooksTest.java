// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The notebooks as they lie in the repository: executed in order, with outputs, without errors. */
class StoredNotebooksTest {

  private static final Pattern MACHINE =
      Pattern.compile("/(home|root|tmp|var|Users|work)/|[A-Z]:\\\\\\\\Users");

  static List<Path> notebooks() throws IOException {
    return NotebooksTest.notebooks();
  }

  private static List<JsonNode> codeCells(Path notebook) throws IOException {
    List<JsonNode> cells = new ArrayList<>();
    for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        cells.add(cell);
      }
    }
    return cells;
  }

  private static List<JsonNode> outputs(Path notebook) throws IOException {
    List<JsonNode> outputs = new ArrayList<>();
    for (JsonNode cell : codeCells(notebook)) {
      cell.get("outputs").forEach(outputs::add);
    }
    return outputs;
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void wasExecutedFromTopToBottom(Path notebook) throws IOException {
    List<JsonNode> cells = codeCells(notebook);
    assertThat(cells).hasSizeGreaterThan(5);
    for (int i = 0; i < cells.size(); i++) {
      assertThat(cells.get(i).get("execution_count").asInt()).as("cell %d", i).isEqualTo(i + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void hasNeitherErrorsNorWarnings(Path notebook) throws IOException {
    assertThat(outputs(notebook))
        .noneMatch(output -> output.get("output_type").asText().equals("error"))
        .noneMatch(output -> output.path("name").asText().equals("stderr"));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void showsFiguresAndChecksClaims(Path notebook) throws IOException {
    assertThat(outputs(notebook))
        .anyMatch(output -> output.path("data").has("image/svg+xml"))
        .anyMatch(output -> output.path("data").path("text/plain").toString().contains("✓"));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void nameNoDirectoryOfTheMachine(Path notebook) throws IOException {
    assertThat(outputs(notebook)).noneMatch(output -> MACHINE.matcher(output.toString()).find());
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void namesTheKernel(Path notebook) throws IOException {
    JsonNode metadata = new ObjectMapper().readTree(notebook.toFile()).get("metadata");
    assertThat(metadata.get("kernelspec").get("name").asText()).isEqualTo("java");
  }
}
