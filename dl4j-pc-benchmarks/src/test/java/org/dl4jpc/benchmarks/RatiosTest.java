// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RatiosTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine command = Ratios.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  @Test
  void printsARowForEachRule() {
    assertThat(run("--nets", "small_mlp", "--rules", "zil,il20", "--seconds", "0.1")).isZero();
    assertThat(out.toString())
        .contains("| " + BenchmarkNet.SMALL_MLP.title() + " | zil | ")
        .contains("| " + BenchmarkNet.SMALL_MLP.title() + " | il20 | ");
  }

  @Test
  void namesTheKnownRules() {
    assertThat(run("--nets", "small_mlp", "--rules", "bp")).isEqualTo(2);
    assertThat(err.toString()).contains("illegal rule: bp, must be one of [zil, seqil3, il20, ");
  }
}
