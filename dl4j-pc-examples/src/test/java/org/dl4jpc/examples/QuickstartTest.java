// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dl4jpc.examples.data.SampleFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command: tiny runs, and what it says about bad arguments and bad data. */
final class QuickstartTest {

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = Quickstart.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private int runTiny(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--train-examples=40", "--test-examples=30", "--batch=20", "--epochs=1"));
    arguments.add("--inference-steps=3");
    arguments.add("--report=" + directory.resolve("new").resolve("report.html"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private void assertComplaint(int exitCode, String message) {
    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).isEqualToNormalizingNewlines("quickstart: " + message + "\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void comparesAllThreeOnTheEmbeddedData() throws IOException {
    assertThat(runTiny("--data-type=double")).as(err::toString).isZero();
    assertThat(out.toString())
        .contains("Data set: glyphs (generated)", "40 to train, 30 to test", "Data type: double")
        .containsPattern("(?m)^backprop .* 1\\.00 +0 +30 of 30$")
        .containsPattern("(?m)^Z-IL .* 30 of 30$")
        .containsPattern("(?m)^IL .* of 30$");
    assertThat(err.toString()).contains("epoch 1/1, step 2/2, 0:00 left: backprop loss ");
    assertThat(directory.resolve("new").resolve("report.html"))
        .content()
        .contains("glyphs (generated)", "id=\"energy\"")
        .doesNotContain(directory.toString());
  }

  @Test
  void readsADirectoryAndRunsOneRule() throws IOException {
    Path data = Files.createDirectory(directory.resolve("my-data"));
    SampleFiles.writeIdx(data, 25, 12, 16);
    assertThat(runTiny("--data=" + data, "--rules=ZIL")).as(err::toString).isZero();
    assertThat(out.toString())
        .contains("Data set: my-data", "25 to train, 12 to test, 16 x 16, 1 channel")
        .contains("Rules: Z-IL")
        .doesNotContain("Inference of IL");
  }

  @Test
  void helpExplainsEachOptionWithItsDefault() {
    assertThat(run("--help")).isZero();
    String help = out.toString();
    CommandLine.Model.CommandSpec spec = Quickstart.commandLine().getCommandSpec();
    spec.options().forEach(option -> assertThat(help).contains(option.longestName()));
    spec.options().stream()
        .filter(option -> option.defaultValue() != null)
        .forEach(option -> assertThat(help).contains("(" + option.defaultValue() + ")"));
    assertThat(help).contains("idx files", "CIFAR-10", "gzipped or not");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs=0          | illegal epochs 0, must be at least 1",
        "--batch=-3          | illegal batch -3, must be at least 1",
        "--inference-steps=0 | illegal inference-steps 0, must be at least 1",
        "--step-size=-1      | illegal step-size -1.0, must be above 0 and finite",
        "--learning-rate=NaN | illegal learning-rate NaN, must be above 0 and finite",
        "--train-examples=0  | illegal train-examples 0, must be at least 1",
        "--test-examples=0   | illegal test-examples 0, must be at least 1",
        "--epochs=many       | Invalid value for option '--epochs': 'many' is not an int",
        "--data-type=half    | Invalid value for option '--data-type': 'half' is neither float nor"
            + " double",
        "--speed=9           | Unknown option: '--speed=9'",
        "--rules=bp          | Invalid value for option '--rules' (RULE): expected one of"
            + " [BACKPROP, ZIL, IL] (case-insensitive) but was 'bp'",
      })
  void complainsInOneLineOfBadArguments(String argument, String message) {
    assertComplaint(run(argument), message + " (see --help)");
  }

  @Test
  void complainsInOneLineOfBadData() throws IOException {
    Path nowhere = directory.resolve("nowhere");
    assertComplaint(
        run("--data=" + nowhere), nowhere + ": there is no such directory (see --help)");
  }

  @Test
  void complainsOfATruncatedFile() throws IOException {
    SampleFiles.writeIdx(directory, 25, 12, 16);
    Path labels = directory.resolve("train-labels-idx1-ubyte");
    Files.write(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 25, 3});
    assertComplaint(
        run("--data=" + directory),
        labels
            + ": ends after 9 bytes, expected 33 (a header of 8 bytes and 25 labels of 1 byte):"
            + " truncated (see --help)");
  }

  @Test
  void complainsOfImagesTooSmallForTheNetwork() throws IOException {
    SampleFiles.writeIdx(directory, 25, 12, 15);
    assertComplaint(
        run("--data=" + directory),
        "illegal image shape 15 x 15, 1 channel, must be at least 16 x 16 (see --help)");
  }

  @Test
  void complainsOfAReportThatCannotBeWrittenBeforeTraining() {
    assertComplaint(
        run("--report=" + directory),
        "illegal report " + directory + ", is a directory (see --help)");
  }
}
