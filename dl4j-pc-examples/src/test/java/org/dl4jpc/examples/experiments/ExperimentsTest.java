// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dl4jpc.examples.data.GlyphData;
import org.dl4jpc.examples.data.ImageSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every experiment runs and writes its files; the claims themselves take longer. */
class ExperimentsTest {
  @TempDir Path directory;

  static List<Experiment> experiments() {
    return Experiments.all();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void runsAndReports(Experiment experiment) throws IOException {
    ImageSplit images = GlyphData.generate(1, 60, 20);
    List<Measurement> measurements = experiment.run(images, Budget.MINIMAL, line -> {});
    Results.write(directory, experiment, Budget.MINIMAL, measurements);
    List<String> csv = Files.readAllLines(directory.resolve(experiment.id() + ".csv"));
    assertThat(csv).hasSize(measurements.size() + 1);
    assertThat(csv.get(0)).isEqualTo("series,x,mean,standard deviation,seeds,paper");
    String html = Files.readString(directory.resolve(experiment.id() + ".html"));
    assertThat(html)
        .contains(
            experiment.title().replace("\"", "&quot;"),
            "<svg",
            measurements.get(0).series(),
            "Settings (minimal)");
    assertThat(html).doesNotContain("<script", "<link", "src=", "href=\"http");
  }

  @Test
  void unknownExperimentIsNamed() {
    StringWriter err = new StringWriter();
    CommandLine command = Experiments.commandLine();
    command.setErr(new PrintWriter(err));
    int code = command.execute("--data", directory.toString(), "speed");
    assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("illegal experiment: speed, must be one of [stability");
  }

  @Test
  void missingDataAreNamed() {
    StringWriter err = new StringWriter();
    CommandLine command = Experiments.commandLine();
    command.setErr(new PrintWriter(err));
    String out = directory.resolve("out").toString();
    int code = command.execute("--data", directory.toString(), "--out", out, "stability");
    assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("fashion-mnist");
  }

  @Test
  void meanAndDeviationAreOfTheSeeds() {
    Measurement measurement = Measurement.of("a", 1.0, List.of(1.0, 2.0, 6.0));
    assertThat(measurement.mean()).isEqualTo(3.0);
    assertThat(measurement.deviation()).isEqualTo(Math.sqrt(7.0));
    assertThat(Measurement.of("a", 1.0, List.of(4.0)).deviation()).isZero();
  }
}
