// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dl4jpc.examples.compare.Progress;

/**
 * A progress bar on a terminal: time taken and left, then smoothed loss and last test accuracy of
 * the algorithms in their order.
 */
final class BarProgress implements Progress, AutoCloseable {

  private static final int UPDATE_MILLIS = 250;

  private final ProgressBar bar;

  BarProgress() {
    bar =
        new ProgressBarBuilder()
            .setTaskName("Train")
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build();
  }

  @Override
  public void update(State state) {
    bar.maxHint(state.total());
    bar.stepTo(state.done());
    bar.setExtraMessage(
        " loss %s acc %s%%"
            .formatted(
                join(state, "%.2f", standing -> standing.loss()),
                join(state, "%.0f", standing -> 100 * standing.accuracy())));
  }

  /** One number an algorithm, short enough for a terminal of 80 columns. */
  private static String join(State state, String format, ToDoubleFunction<Standing> number) {
    return state.standings().stream()
        .map(standing -> String.format(Locale.ROOT, format, number.applyAsDouble(standing)))
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    bar.close();
  }
}
