// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of what inference did. */
class InferenceHistoryTest {
  @TempDir private Path directory;

  private static InferenceHistory sample() {
    InferenceHistory history = new InferenceHistory();
    history.accept(
        new InferenceStats(
            10,
            1,
            64,
            2,
            StopReason.STEPS_DONE,
            List.of(3.0, 2.5, 2.25),
            1.75,
            List.of(new NodeStats("a, \"b\"", 0.5, 1.0)),
            List.of(new GradientStats("0", 2.0, 1.0, 1.0), new GradientStats("1", 0.0, 1.0, 0.0))));
    history.accept(
        new InferenceStats(
            20, 1, 64, 1, StopReason.DIVERGED, List.of(3.0, Double.NaN), 1, List.of(), List.of()));
    return history;
  }

  @Test
  void jsonGoesRoundTrip() throws IOException {
    Path file = directory.resolve("stats.jsonl");
    sample().writeJson(file);
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(InferenceHistory.readJson(file).all()).isEqualTo(sample().all());
  }

  @Test
  void badJsonIsAnError() {
    assertThatThrownBy(() -> InferenceStats.fromJson("{\"iteration\": 3}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("illegal inference stats JSON")
        .hasMessageContaining("epoch");
    assertThatThrownBy(() -> InferenceStats.fromJson(null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void csvHasARowForEachNumber() throws IOException {
    Path file = directory.resolve("stats.csv");
    sample().writeCsv(file);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "iteration,epoch,samples,quantity,name,value",
            "10,1,64,steps,,2.0",
            "10,1,64,energy,\"a, \"\"b\"\"\",0.5",
            "10,1,64,energy,output,1.75",
            "10,1,64,energy,total,2.25",
            "10,1,64,error norm,\"a, \"\"b\"\"\",1.0",
            "10,1,64,gradient norm,0,2.0",
            "10,1,64,backprop gradient norm,0,1.0",
            "10,1,64,cosine,0,0.5",
            "10,1,64,gradient norm,1,0.0",
            "10,1,64,backprop gradient norm,1,1.0",
            "10,1,64,cosine,1,0.0",
            "10,1,64,cosine,total," + 1.0 / (2.0 * Math.sqrt(2.0)),
            "20,1,64,steps,,1.0",
            "20,1,64,energy,output,1.0",
            "20,1,64,energy,total,NaN");
  }
}
