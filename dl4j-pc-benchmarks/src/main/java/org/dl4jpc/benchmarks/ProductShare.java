// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * The share of matrix products in the time of a step, from the flight recorder's samples of the
 * calling thread: those whose stack goes through a matrix product.
 */
final class ProductShare {
  private static final List<String> SAMPLES =
      List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
  private static final List<String> PRODUCTS =
      List.of("org.dl4jpc.layers.MatrixProduct.", ".gemm", ".mmul", ".mmuli", ".gemv", "sgemm");
  private static final Duration PERIOD = Duration.ofMillis(10);

  private ProductShare() {}

  /**
   * Measures it.
   *
   * @param step to run, warm already
   * @param seconds to run it for
   * @return between 0 and 1; NaN without samples
   */
  static double of(Runnable step, double seconds) {
    try (Recording recording = new Recording()) {
      SAMPLES.forEach(event -> recording.enable(event).withPeriod(PERIOD));
      recording.start();
      double spent = 0;
      while (spent < seconds) {
        spent += Contest.time(step, 1);
      }
      recording.stop();
      return share(recording);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double share(Recording recording) throws IOException {
    Path file = Files.createTempFile("steps", ".jfr");
    try {
      recording.dump(file);
      List<RecordedEvent> samples =
          RecordingFile.readAllEvents(file).stream()
              .filter(event -> SAMPLES.contains(event.getEventType().getName()))
              .filter(event -> passes(event, List.of(Contest.class.getName() + ".time")))
              .toList();
      long products = samples.stream().filter(event -> passes(event, PRODUCTS)).count();
      return samples.isEmpty() ? Double.NaN : (double) products / samples.size();
    } finally {
      Files.delete(file);
    }
  }

  private static boolean passes(RecordedEvent sample, List<String> methods) {
    return sample.getStackTrace() != null
        && sample.getStackTrace().getFrames().stream()
            .map(ProductShare::name)
            .anyMatch(name -> methods.stream().anyMatch(name::contains));
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }
}
