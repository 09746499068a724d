// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.PredictiveCoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The search of a small grid, one step size of which is far too large. */
class RuleSearchTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = RuleSearch.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void searchesAndReports() throws IOException {
    int code =
        run(
            "--train-examples=100",
            "--test-examples=20",
            "--epochs=1",
            "--step-sizes=0.1,1000",
            "--learning-rates=0.1",
            "--out=" + directory);
    assertThat(code).isEqualTo(CommandLine.ExitCode.OK);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).startsWith("algorithm").contains("step size", "learning rate");
    assertThat(lines.stream().filter(line -> line.startsWith("Z-IL "))).hasSize(1);
    assertThat(lines.stream().filter(line -> line.startsWith("SeqIL "))).hasSize(2);
    assertThat(lines)
        .anyMatch(line -> line.matches("IL +1000.0 +0.1 +failed +inference diverged at .*"));
    assertThat(lines)
        .anyMatch(line -> line.matches("Best: candidate \\d, .*on the test images\\."));
    assertThat(err.toString())
        .contains("candidate 0: Complete, score 0.")
        .containsPattern("candidate \\d: Failed");
    assertThat(Files.readString(directory.resolve("search.html")))
        .contains("<svg", "glyphs (generated)", "inference diverged", "incremental", "8 candidates")
        .doesNotContain("<script", "<link", "src=", "href=\"http");
    MultiLayerNetwork kept =
        PredictiveCoding.restore(directory.resolve("models/model-0.zip").toFile());
    assertThat(PredictiveCoding.isAttached(kept)).isTrue();
  }

  @Test
  void badArgumentsAndMissingDataAreNamed() {
    assertThat(run("--epochs=0")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("illegal epochs 0, must be at least 1");
    assertThat(run("--data=" + directory.resolve("nowhere"))).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("nowhere");
  }
}
