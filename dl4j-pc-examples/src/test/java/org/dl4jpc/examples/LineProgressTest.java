// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.dl4jpc.examples.compare.Algorithm;
import org.dl4jpc.examples.compare.Progress;
import org.junit.jupiter.api.Test;

/** Progress in lines, by a clock that the test moves. */
final class LineProgressTest {

  private final StringWriter written = new StringWriter();
  private long now = 1_000;
  private final LineProgress progress = new LineProgress(new PrintWriter(written, true), () -> now);

  private void update(int epoch, int step, int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
    Progress.Standing standing = new Progress.Standing(Algorithm.ZIL, .12345, .9876);
    progress.update(new Progress.State(epoch, 2, step, 10, List.of(standing)));
  }

  @Test
  void writesNowAndThenAndAtTheEndOfAnEpoch() {
    update(1, 1, 14);
    assertThat(written.toString()).isEmpty();
    update(1, 2, 1);
    update(1, 3, 5);
    update(1, 10, 60);
    update(2, 10, 20);
    assertThat(written.toString().lines())
        .containsExactly(
            "epoch 1/2, step 2/10, 2:15 left: Z-IL loss 0.123, accuracy 98.8 %",
            "epoch 1/2, step 10/10, 1:20 left: Z-IL loss 0.123, accuracy 98.8 %",
            "epoch 2/2, step 10/10, 0:00 left: Z-IL loss 0.123, accuracy 98.8 %");
  }
}
