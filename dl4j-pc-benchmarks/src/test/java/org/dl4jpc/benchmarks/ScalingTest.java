// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScalingTest {

  @Test
  void fitsThePowerThatTheTimesFollow() {
    GrowthCurve curve = new GrowthCurve();
    for (int size = 2; size <= 64; size *= 2) {
      curve.add(size, 3 * Math.pow(size, 1.5));
    }
    assertThat(curve.exponent()).isCloseTo(1.5, within(1e-12));
  }

  @Test
  void whatEveryStepCostsDoesNotHideTheGrowth() {
    GrowthCurve curve = new GrowthCurve();
    for (int size = 2; size <= 64; size *= 2) {
      curve.add(size, 100 + 3.0 * size);
    }
    assertThat(curve.exponent()).isLessThan(0.5);
    assertThat(curve.exponentBeyondSmallest()).isCloseTo(1.0, within(1e-12));
  }

  @Test
  void writesAReport(@TempDir Path directory) {
    StringWriter out = new StringWriter();
    CommandLine command = Scaling.commandLine();
    command.setOut(new PrintWriter(out, true));
    Path report = directory.resolve("scaling.html");
    int exit =
        command.execute(
            "--sizes",
            "inference_steps",
            "--largest",
            "4",
            "--seconds",
            "0.05",
            "--report",
            report.toString());
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("| T | 1: ").contains(report.toString());
    assertThat(report).content().contains("<svg", "exponent");
  }
}
