// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;

class LayerRatiosTest {

  @Test
  void printsARowForEachNetwork() {
    StringWriter out = new StringWriter();
    CommandLine command = LayerRatios.commandLine();
    command.setOut(new PrintWriter(out, true));
    assertThat(command.execute("--nets", "embedding,cropping_2d", "--seconds", "0.1")).isZero();
    assertThat(out.toString()).contains("| embedding | ").contains("| cropping 2d | ");
  }

  @ParameterizedTest
  @EnumSource(LayerNet.class)
  void zilIsBackpropagation(LayerNet net) {
    Exactness.of(net::training, net.data(), DataType.DOUBLE)
        .require(net.title(), Ratios.EXACT_IN_DOUBLE);
  }
}
