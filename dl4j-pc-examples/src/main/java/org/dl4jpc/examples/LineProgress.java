// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.dl4jpc.examples.compare.Progress;

/** Progress in plain lines for logs: one at the end of each epoch and every 15 seconds. */
final class LineProgress implements Progress {

  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private final long start;
  private long last;

  /**
   * Starts the clock.
   *
   * @param out where lines go
   * @param nanoTime clock in nanoseconds, {@code System::nanoTime}
   */
  LineProgress(PrintWriter out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.last = start;
  }

  @Override
  public void update(State state) {
    long now = nanoTime.getAsLong();
    if (state.step() < state.steps() && now - last < INTERVAL.toNanos()) {
      return;
    }
    last = now;
    double left = (double) (now - start) * (state.total() - state.done()) / state.done();
    out.println(
        "epoch %d/%d, step %d/%d, %s left: %s"
            .formatted(
                state.epoch(),
                state.epochs(),
                state.step(),
                state.steps(),
                clock(Duration.ofNanos(Math.round(left))),
                state.standings().stream()
                    .map(LineProgress::describe)
                    .collect(Collectors.joining("; "))));
    out.flush();
  }

  private static String describe(Standing standing) {
    return String.format(
        Locale.ROOT,
        "%s loss %.3f, accuracy %.1f %%",
        standing.algorithm().title(),
        standing.loss(),
        100 * standing.accuracy());
  }

  private static String clock(Duration duration) {
    return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
